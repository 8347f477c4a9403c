package dev.nameplate.server.grpc;

import com.google.protobuf.Message;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.server.traffic.CallBudget;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A stream of writes. They are passed to the log as they arrive, and their receipts are sent in the
 * same order.
 *
 * <p>At most {@value #WINDOW} writes are in flight, from the request to the transport until their
 * receipt is passed to it, and no more than the {@link CallBudget} has room for: so the server soon
 * stops reading from a caller who does not read receipts. At most {@value #AHEAD} are requested and
 * not yet taken, since the transport holds them in memory. An outcome is kept only as the answer to
 * send. A caller who leaves receipts unread for too long gets an error.
 *
 * <p>A refused write yields an error and the stream continues. When the node itself fails, the
 * receipts before the failure are sent, and the stream ends with it.
 *
 * @param <Q> a request of the stream
 * @param <R> the receipt of a write
 * @param <A> an answer of the stream
 */
final class WriteStream<Q extends Message, R, A extends Message> implements StreamObserver<Q> {
  static final int WINDOW = 8192;
  static final int AHEAD = 64;

  /** Number of requests to the transport before their size is known. */
  private static final int FIRST = 8;

  /** Memory of a waiting request, as a multiple of its size, plus an overhead. */
  private static final int WORK = 2;

  private static final int OVERHEAD = 512;

  private final Writes<Q, R, A> writes;
  private final ServerCallStreamObserver<A> caller;
  private final CallBudget budget = CallBudget.current();
  private final Patience patience;
  private final Queue<Turn<A>> turns = new ConcurrentLinkedQueue<>();

  private final AtomicLong received = new AtomicLong();
  private volatile boolean halfClosed;
  private volatile boolean ended;

  /**
   * Pending wake-ups. The thread that raises this from 0 to 1 sends and asks; others only
   * increment, so that the thread that acknowledges commits never waits.
   */
  private final AtomicInteger calls = new AtomicInteger();

  /** The largest size of a request of this stream so far, in bytes. */
  private volatile long largest;

  // Touched only by the thread that acts.
  private long requested;
  private long sent;
  private boolean waiting;

  /** The writes of a stream, with the encoding of their outcomes. */
  interface Writes<Q, R, A> {
    /** Begins a write. */
    CompletableFuture<R> begin(Q request);

    /** The answer for a successful write. */
    A receipt(R receipt);

    /** The answer for a refused write. */
    A refusal(NameplateException why);
  }

  /** A write on its way, and then its answer. */
  private static final class Turn<A> {
    private final long held;
    private volatile @Nullable End<A> end;

    Turn(long held) {
      this.held = held;
    }
  }

  /**
   * The outcome of a write.
   *
   * @param answer the answer; null if the stream ends instead
   * @param failure the failure that ends the stream
   * @param held size of the answer, in bytes
   */
  private record End<A>(@Nullable A answer, @Nullable Throwable failure, long held) {}

  private WriteStream(
      Writes<Q, R, A> writes, Duration patience, ServerCallStreamObserver<A> caller) {
    this.writes = writes;
    this.patience = new Patience(patience, this::advance);
    this.caller = caller;
  }

  /**
   * Opens a stream.
   *
   * @param guard throws if the caller may write nothing at all; the stream then ends at once
   */
  static <Q extends Message, R, A extends Message> StreamObserver<Q> open(
      Runnable guard, Writes<Q, R, A> writes, Duration patience, StreamObserver<A> answers) {
    ServerCallStreamObserver<A> caller = (ServerCallStreamObserver<A>) answers;
    try {
      guard.run();
    } catch (RuntimeException e) {
      caller.onError(Failures.of(e));
      return new Ignored<>();
    }
    WriteStream<Q, R, A> stream = new WriteStream<>(writes, patience, caller);
    caller.disableAutoRequest();
    caller.setOnReadyHandler(stream::advance);
    caller.setOnCancelHandler(stream::end);
    caller.setOnCloseHandler(stream::end); // also of a call that was refused meanwhile
    stream.advance();
    return stream;
  }

  @Override
  public void onNext(Q request) {
    if (ended || Calls.isOver()) {
      return;
    }
    long held = (long) WORK * request.getSerializedSize() + OVERHEAD;
    budget.take(held);
    largest = Math.max(largest, held);
    Turn<A> turn = new Turn<>(held);
    turns.add(turn);
    received.incrementAndGet();
    var unused =
        begin(request)
            .whenComplete(
                (receipt, failure) -> {
                  finish(turn, outcome(receipt, failure));
                  advance();
                });
    if (turn.end == null) {
      advance();
    }
  }

  private void finish(Turn<A> turn, End<A> end) {
    budget.take(end.held() - turn.held);
    turn.end = end;
  }

  private End<A> outcome(R receipt, @Nullable Throwable failure) {
    try {
      return failure == null ? end(writes.receipt(receipt)) : refusal(failure);
    } catch (RuntimeException | Error e) { // the future would keep it to itself
      return new End<>(null, e, OVERHEAD);
    }
  }

  private End<A> refusal(Throwable thrown) {
    Throwable why = thrown instanceof CompletionException e ? Failures.causeOf(e) : thrown;
    return why instanceof InvalidInputException || why instanceof PreconditionException
        ? end(writes.refusal((NameplateException) why))
        : new End<>(null, why, OVERHEAD);
  }

  private End<A> end(A answer) {
    return new End<>(answer, null, answer.getSerializedSize() + OVERHEAD);
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
   * Sends possible answers and requests possible writes. Called by any thread; one acts and the
   * others leave a mark, so that the thread that acknowledges commits never waits.
   */
  private void advance() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      try {
        send();
        request();
      } catch (RuntimeException | Error e) { // the next thread must be able to act
        fail(e);
      }
      seen = calls.addAndGet(-seen);
    } while (seen != 0);
  }

  private void send() {
    try {
      patience.require();
    } catch (NodeException e) {
      fail(e);
    }
    boolean read = false;
    while (!ended && caller.isReady()) {
      Turn<A> next = turns.peek();
      End<A> end = next == null ? null : next.end;
      if (end == null) {
        break;
      }
      turns.poll();
      budget.give(end.held());
      send(end);
      sent++;
      read = true;
    }
    if (!ended && halfClosed && sent == received.get()) {
      end();
      caller.onCompleted();
    }
    watch(read);
  }

  /** The caller is waited for while there is an answer to read. */
  private void watch(boolean read) {
    Turn<A> next = ended ? null : turns.peek();
    boolean unread = next != null && next.end != null;
    if (read || !unread) {
      patience.end();
      waiting = false;
    }
    if (unread && !waiting) {
      waiting = true;
      patience.begin();
    }
  }

  private void send(End<A> end) {
    A answer = end.answer();
    if (answer != null) {
      caller.onNext(answer);
    } else if (end.failure() != null) {
      fail(end.failure());
    }
  }

  private void fail(Throwable failure) {
    if (!ended) {
      end();
      Calls.fail(caller, failure);
    }
  }

  private void request() {
    long taken = received.get();
    long fit = largest == 0 ? FIRST : Math.max(1, budget.left() / largest);
    long wanted = Math.min(Math.min(AHEAD, fit), WINDOW - (taken - sent));
    long asked = requested - taken;
    if (!ended && !halfClosed && wanted > asked && asked <= AHEAD / 2 && budget.hasRoom()) {
      requested = taken + wanted;
      caller.request((int) (wanted - asked));
    }
  }

  private void end() {
    ended = true;
    patience.end();
    turns.clear();
  }

  /** Observer of a refused stream, which drops all requests. */
  private static final class Ignored<Q> implements StreamObserver<Q> {
    @Override
    public void onNext(Q request) {}

    @Override
    public void onError(Throwable cancelled) {}

    @Override
    public void onCompleted() {}
  }
}
