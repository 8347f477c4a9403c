package dev.nameplate.server.traffic;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call whose requests and answers are counted, and that is refused when there is no room for
 * them. An answer is held until the transport has sent it. Thread-safe.
 */
final class MeteredCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
  private static final long UNKNOWN_SIZE = 1024;

  private final CallBudget budget;
  private final RequestMeter requests;
  private boolean refused; // guarded by this
  private boolean closed; // guarded by this

  MeteredCall(ServerCall<Q, A> call, CallBudget budget, RequestMeter requests) {
    super(call);
    this.budget = budget;
    this.requests = requests;
  }

  @Override
  public void sendMessage(A answer) {
    if (super.isReady()) {
      budget.sent(); // what was handed to the transport has left it, but for a little
    }
    long size = answer instanceof MessageLite message ? message.getSerializedSize() : UNKNOWN_SIZE;
    if (!budget.tryTakeAnswer(size)) {
      refuse(Refusal.UNREAD);
      return;
    }
    synchronized (this) {
      if (!refused) {
        super.sendMessage(answer);
      }
    }
  }

  @Override
  public boolean isReady() {
    return super.isReady() && !isRefused();
  }

  @Override
  public boolean isCancelled() {
    return super.isCancelled() || isRefused();
  }

  private synchronized boolean isRefused() {
    return refused;
  }

  @Override
  public synchronized void close(Status status, Metadata trailers) {
    if (!refused) {
      closed = true;
      super.close(status, trailers);
    }
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!refused) {
      super.sendHeaders(headers);
    }
  }

  /** Ends the call; whatever the service still says goes nowhere. Called by any thread. */
  synchronized void refuse(Refusal why) {
    if (!refused && !closed) {
      refused = true;
      why.close(delegate());
    }
  }

  boolean isLate(long beforeNanos) {
    return requests.isLate(beforeNanos);
  }

  ServerCall.Listener<Q> listener(ServerCall.Listener<Q> service, Runnable ended) {
    return new SimpleForwardingServerCallListener<>(service) {
      @Override
      public void onMessage(Q request) {
        requests.delivered(); // before the service, which asks whether there is room for more
        super.onMessage(request);
      }

      @Override
      public void onHalfClose() {
        requests.complete();
        super.onHalfClose();
      }

      @Override
      public void onReady() {
        budget.sent();
        super.onReady();
      }

      @Override
      public void onCancel() {
        end();
        super.onCancel();
      }

      @Override
      public void onComplete() {
        end();
        super.onComplete();
      }

      private void end() {
        budget.end();
        ended.run();
      }
    };
  }
}
