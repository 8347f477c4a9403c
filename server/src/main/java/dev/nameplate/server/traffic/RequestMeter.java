package dev.nameplate.server.traffic;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Counts the bytes of a call's requests from their arrival at the transport, including incomplete
 * requests. Thread-safe.
 */
final class RequestMeter extends ServerStreamTracer {
  static final ServerStreamTracer.Factory FACTORY =
      new ServerStreamTracer.Factory() {
        @Override
        public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
          return new RequestMeter();
        }
      };

  private static final Context.Key<RequestMeter> KEY = Context.key("nameplate-request-meter");

  private final long opened = System.nanoTime();
  private volatile long active = opened;

  private volatile @Nullable CallBudget admitted;

  // All guarded by this.
  private long partial;
  private long partialSince;
  private final Queue<Long> undelivered = new ArrayDeque<>();
  private @Nullable CallBudget budget; // once it is charged
  private @Nullable MeteredCall<?, ?> call;
  private boolean oneRequest;
  private boolean complete;

  @Override
  public Context filterContext(Context context) {
    return context.withValue(KEY, this);
  }

  /** The meter of the current call; without a transport, a meter that measures nothing. */
  static RequestMeter current() {
    RequestMeter current = KEY.get();
    return current == null ? new RequestMeter() : current;
  }

  /** Admits the call, with its budget. */
  synchronized void admit(CallBudget of) {
    admitted = of;
    touch();
  }

  /** The budget of the call; null if there is no room for it. */
  @Nullable CallBudget admitted() {
    return admitted;
  }

  /** Returns the room of a call that ended before it had a thread. */
  @Override
  public synchronized void streamClosed(Status status) {
    CallBudget of = admitted;
    if (budget == null && of != null) {
      of.end();
    }
  }

  /** Starts charging the call's budget, including earlier bytes. */
  void charge(MeteredCall<?, ?> metered, boolean sendsOneRequest) {
    boolean full;
    synchronized (this) {
      CallBudget charged = Objects.requireNonNull(admitted);
      budget = charged;
      call = metered;
      oneRequest = sendsOneRequest;
      long before = partial + undelivered.stream().mapToLong(Long::longValue).sum();
      full = !charged.tryTake(before);
    }
    if (full) {
      metered.refuse(Refusal.UNFINISHED_REQUESTS);
    }
  }

  @Override
  public void inboundWireSize(long bytes) {
    MeteredCall<?, ?> over = null;
    synchronized (this) {
      touch();
      if (partial == 0) {
        partialSince = System.nanoTime();
      }
      partial += bytes;
      if (budget != null && !budget.tryTake(bytes)) {
        partial -= bytes; // it is not charged, and the call ends
        over = call;
      }
    }
    if (over != null) {
      over.refuse(Refusal.UNFINISHED_REQUESTS);
    }
  }

  @Override
  public synchronized void inboundMessageRead(int number, long wireSize, long size) {
    undelivered.add(partial);
    partial = 0;
  }

  /** Notes that the service got a request; the only request of a call is held until its end. */
  synchronized void delivered() {
    Long bytes = undelivered.poll();
    CallBudget of = budget;
    if (of != null && !oneRequest) {
      of.owner().asked();
      if (bytes != null) {
        of.give(bytes);
      }
    }
  }

  /** Notes activity. */
  void touch() {
    active = System.nanoTime();
    CallBudget of = admitted;
    if (of != null) {
      of.owner().touch(active);
    }
  }

  /** Notes that all requests have arrived. */
  synchronized void complete() {
    complete = true;
    CallBudget of = admitted;
    if (of != null) {
      of.owner().asked();
    }
  }

  /** True if there was no activity since a moment, and no single answer is pending. */
  synchronized boolean isQuiet(long sinceNanos, boolean answersOnce) {
    return active - sinceNanos < 0 && !(complete && answersOnce);
  }

  /** True if a request began to arrive before a moment, and is not complete. */
  synchronized boolean isLate(long beforeNanos) {
    if (complete) {
      return false;
    }
    return oneRequest ? opened - beforeNanos < 0 : partial > 0 && partialSince - beforeNanos < 0;
  }
}
