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

  /** Time to read a normal answer, as a multiple of the time to read a refusal. */
  private static final int READING = 5;

  private final CallBudget budget;
  private final RequestMeter requests;
  private boolean refused; // guarded by this
  private boolean closed; // guarded by this
  private long ended; // guarded by this; set once refused or closed

  MeteredCall(ServerCall<Q, A> call, CallBudget budget, RequestMeter requests) {
    super(call);
    this.budget = budget;
    this.requests = requests;
  }

  @Override
  public void sendMessage(A answer) {
    if (super.isReady()) {
      budget.sent(); // what was handed to the transport has left it, but for a little
      requests.touch();
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
      ended = System.nanoTime();
      super.close(status, trailers);
    }
  }

  @Override
  public synchronized void sendHeaders(Metadata headers) {
    if (!refused) {
      super.sendHeaders(headers);
    }
  }

  /** Ends the call; later answers of the service are dropped. Called by any thread. */
  synchronized void refuse(Refusal why) {
    if (!refused && !closed) {
      refused = true;
      ended = System.nanoTime();
      why.close(delegate());
    }
  }

  boolean isLate(long beforeNanos) {
    return requests.isLate(beforeNanos);
  }

  /** True if the call is open and had no activity since a moment. */
  synchronized boolean isQuiet(long sinceNanos) {
    return !refused
        && !closed
        && requests.isQuiet(sinceNanos, getMethodDescriptor().getType().serverSendsOneMessage());
  }

  /** True if it ended long ago, and the caller has not read that yet. */
  synchronized boolean isUnread(long now, long stallNanos) {
    return (refused && now - ended > stallNanos) || (closed && now - ended > READING * stallNanos);
  }

  CallBudget budget() {
    return budget;
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
        requests.touch();
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
