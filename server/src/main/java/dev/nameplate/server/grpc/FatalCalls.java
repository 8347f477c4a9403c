package dev.nameplate.server.grpc;

import dev.nameplate.node.Node;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Reports errors that end a call, or occur while it is answered, to the node, on whichever thread:
 * gRPC, or a future, would hide a fatal error.
 */
final class FatalCalls implements ServerInterceptor {
  private final Node node;

  FatalCalls(Node node) {
    this.node = node;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    try {
      return new Watched<>(next.startCall(new WatchedCall<>(call), headers));
    } catch (Error e) {
      node.closeIfFatal(e);
      throw e;
    }
  }

  private final class WatchedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
    WatchedCall(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void sendMessage(A answer) {
      try {
        super.sendMessage(answer);
      } catch (Error e) {
        node.closeIfFatal(e);
        throw e;
      }
    }
  }

  private final class Watched<Q> extends SimpleForwardingServerCallListener<Q> {
    Watched(ServerCall.Listener<Q> listener) {
      super(listener);
    }

    private void run(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException | Error e) {
        node.closeIfFatal(e);
        throw e;
      }
    }

    @Override
    public void onMessage(Q message) {
      run(() -> super.onMessage(message));
    }

    @Override
    public void onHalfClose() {
      run(super::onHalfClose);
    }

    @Override
    public void onReady() {
      run(super::onReady);
    }

    @Override
    public void onCancel() {
      run(super::onCancel);
    }

    @Override
    public void onComplete() {
      run(super::onComplete);
    }
  }
}
