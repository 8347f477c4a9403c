package dev.nameplate.server.grpc;

import dev.nameplate.server.operation.Operation;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls whose callers never hang up by themselves, because they follow the log or watch the health
 * of the server: a server that is closing ends them, lest it wait for them until its time to drain
 * is over. Thread-safe.
 */
final class EndlessCalls implements ServerInterceptor {
  private final Set<Runnable> open = ConcurrentHashMap.newKeySet();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Operation operation = CallThreads.operationOf(call.getMethodDescriptor());
    if (operation == null && !call.getMethodDescriptor().getType().serverSendsOneMessage()) {
      // Nothing is sent to who watches a server that says it is closing.
      return watched(
          next.startCall(call, headers),
          () ->
              call.close(
                  Status.UNAVAILABLE.withDescription("the node is stopping"), new Metadata()),
          () -> {});
    }
    if (operation != Operation.READ_LOG) {
      return next.startCall(call, headers);
    }
    CancellableContext context = Context.current().withCancellation();
    Runnable cancel = () -> context.cancel(null);
    return watched(Contexts.interceptCall(context, call, headers, next), cancel, cancel);
  }

  private <Q> ServerCall.Listener<Q> watched(
      ServerCall.Listener<Q> listener, Runnable end, Runnable over) {
    open.add(end);
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        open.remove(end);
        over.run();
        super.onCancel();
      }

      @Override
      public void onComplete() {
        open.remove(end);
        over.run();
        super.onComplete();
      }
    };
  }

  /** Ends all endless calls. */
  void end() {
    open.forEach(Runnable::run);
  }
}
