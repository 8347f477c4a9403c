package dev.nameplate.server.grpc;

import com.google.protobuf.Message;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.PreconditionException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stream of writes. They are handed to the log as they come, and their receipts go back in the
 * same order.
 *
 * <p>At most {@value #WINDOW} are on their way: a write counts from the moment it is asked of the
 * transport until its receipt is handed to it. A caller who does not read receipts is therefore
 * soon not read from either. Of those, at most {@value #AHEAD} are asked for and not yet taken,
 * since the transport holds them in memory.
 *
 * <p>A refused write yields an error and the stream goes on. When the node itself fails, the
 * receipts before the failure are sent, and the stream ends with it.
 *
 * @param <Q> a request of the stream
 * @param <R> the receipt of a write
 * @param <A> an answer of the stream
 */
final class WriteStream<Q extends Message, R, A> implements StreamObserver<Q> {
  static final int WINDOW = 8192;
  static final int AHEAD = 64;

  private final Writes<Q, R, A> writes;
  private final ServerCallStreamObserver<A> caller;
  private final Queue<CompletableFuture<R>> outcomes = new ConcurrentLinkedQueue<>();

  private final AtomicLong received = new AtomicLong();
  private volatile boolean halfClosed;
  private volatile boolean ended;

  /**
   * How often {@link #advance} was called and not yet acted upon: whoever raises it from 0 acts.
   */
  private final AtomicInteger calls = new AtomicInteger();

  // Touched only by the thread that acts.
  private long requested;
  private long sent;

  /** What is written, and how its outcome is said. */
  interface Writes<Q, R, A> {
    /** Hands a write to the log. */
    CompletableFuture<R> begin(Q request);

    /** Says that it was made. */
    A receipt(R receipt);

    /** Says that it was refused. */
    A refusal(NameplateException why);
  }

  private WriteStream(Writes<Q, R, A> writes, ServerCallStreamObserver<A> caller) {
    this.writes = writes;
    this.caller = caller;
  }

  static <Q extends Message, R, A> WriteStream<Q, R, A> open(
      Writes<Q, R, A> writes, StreamObserver<A> answers) {
    ServerCallStreamObserver<A> caller = (ServerCallStreamObserver<A>) answers;
    WriteStream<Q, R, A> stream = new WriteStream<>(writes, caller);
    caller.disableAutoRequest();
    caller.setOnReadyHandler(stream::advance);
    caller.setOnCancelHandler(stream::end);
    stream.advance();
    return stream;
  }

  @Override
  public void onNext(Q request) {
    if (ended || Calls.isOver()) {
      return;
    }
    CompletableFuture<R> outcome = begin(request);
    received.incrementAndGet();
    outcomes.add(outcome);
    if (!outcome.isDone()) {
      var unused = outcome.whenComplete((receipt, failure) -> advance());
    }
    advance();
  }

  @Override
  public void onCompleted() {
    halfClosed = true;
    advance();
  }

  @Override
  public void onError(Throwable cancelled) {
    end();
  }

  private CompletableFuture<R> begin(Q request) {
    try {
      UnknownFields.refuse(request);
      return writes.begin(request);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Sends what can be sent and asks for what can be taken. Called by any thread; one acts and the
   * others leave their wish behind, so that the thread that acknowledges commits never waits.
   */
  private void advance() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      send();
      request();
      seen = calls.addAndGet(-seen);
    } while (seen != 0);
  }

  private void send() {
    while (!ended && caller.isReady()) {
      CompletableFuture<R> next = outcomes.peek();
      if (next == null || !next.isDone()) {
        break;
      }
      outcomes.poll();
      send(next);
      sent++;
    }
    if (!ended && halfClosed && sent == received.get()) {
      ended = true;
      caller.onCompleted();
    }
  }

  private void send(CompletableFuture<R> outcome) {
    try {
      caller.onNext(writes.receipt(outcome.join()));
    } catch (CompletionException e) {
      sendFailure(Failures.causeOf(e));
    }
  }

  private void sendFailure(Throwable failure) {
    if (failure instanceof InvalidInputException || failure instanceof PreconditionException) {
      caller.onNext(writes.refusal((NameplateException) failure));
    } else {
      end();
      caller.onError(Failures.of(failure));
    }
  }

  private void request() {
    long taken = received.get();
    long wanted = Math.min(AHEAD, WINDOW - (taken - sent));
    long asked = requested - taken;
    if (!ended && !halfClosed && wanted > asked && asked <= AHEAD / 2) {
      requested = taken + wanted;
      caller.request((int) (wanted - asked));
    }
  }

  private void end() {
    ended = true;
    outcomes.clear();
  }
}
