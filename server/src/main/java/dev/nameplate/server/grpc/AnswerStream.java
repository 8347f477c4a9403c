package dev.nameplate.server.grpc;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.resolve.Budget;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer of many parts on its way to one caller. A part is made when the caller has room for it,
 * and no longer than the caller wants them.
 *
 * @param <A> a part of the answer
 */
final class AnswerStream<A> {
  /** How long an answer may be read altogether: it holds a snapshot of the store. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Supplier<Parts<A>> begin;
  private final Budget budget;
  private final Openings.Seat seat;
  private final Executor threads;
  private final long opened = System.nanoTime();
  private final Patience patience;
  private final ServerCallStreamObserver<A> caller;

  /**
   * Pending wake-ups. The thread that raises this from 0 to 1 sends; others only increment, so no
   * thread waits for another.
   */
  private final AtomicInteger looks = new AtomicInteger(1);

  // All that follows belongs to who raised it.
  private @Nullable Parts<A> parts;
  private boolean ended;

  /** The parts of an answer; used by one thread at a time. */
  interface Parts<A> extends Iterator<A>, AutoCloseable {
    @Override
    void close();

    /** The parts that an iterator gives, and what ends it. */
    static <A> Parts<A> of(Iterator<A> parts, Runnable close) {
      return new Parts<>() {
        @Override
        public boolean hasNext() {
          return parts.hasNext();
        }

        @Override
        public A next() {
          return parts.next();
        }

        @Override
        public void close() {
          close.run();
        }
      };
    }
  }

  private AnswerStream(
      Supplier<Parts<A>> begin,
      Budget budget,
      Openings.Seat seat,
      Duration patience,
      Executor threads,
      ServerCallStreamObserver<A> caller) {
    this.patience = new Patience(patience, this::look);
    this.begin = begin;
    this.budget = budget;
    this.seat = seat;
    this.threads = threads;
    this.caller = caller;
  }

  /**
   * Begins a stream.
   *
   * @param begin begins the answer
   * @param budget of the question; paused while the answer waits for its reader
   * @param openings of streams like this one
   * @param patience how long a caller may take to read on
   * @param threads where its parts are made and sent
   */
  static <A> void open(
      Supplier<Parts<A>> begin,
      Budget budget,
      Openings openings,
      Duration patience,
      Executor threads,
      StreamObserver<A> caller) {
    if (Calls.isOver()) {
      return;
    }
    Openings.Seat seat;
    try {
      seat = openings.open();
    } catch (NodeException e) {
      caller.onError(Failures.of(e));
      return;
    }
    AnswerStream<A> stream =
        new AnswerStream<>(
            begin, budget, seat, patience, threads, (ServerCallStreamObserver<A>) caller);
    stream.caller.setOnCancelHandler(stream::look);
    stream.caller.setOnReadyHandler(stream::look);
    try {
      threads.execute(stream::lookUntilDone);
    } catch (RejectedExecutionException e) {
      stream.fail(overloaded(e));
    }
  }

  /** Says that too much waits for a thread. */
  static NodeException overloaded(RejectedExecutionException e) {
    return new NodeException(
        ErrorReason.OVERLOADED,
        "node: too many questions wait for other nodes (expected: room); ask again later",
        e);
  }

  private void look() {
    if (looks.getAndIncrement() == 0) {
      try {
        threads.execute(this::lookUntilDone);
      } catch (RejectedExecutionException e) {
        fail(overloaded(e));
      }
    }
  }

  private void lookUntilDone() {
    int seen;
    do {
      seen = looks.get();
      send();
    } while (!looks.compareAndSet(seen, 0));
  }

  private void send() {
    if (ended) {
      return;
    }
    try {
      patience.end();
      patience.require();
      budget.resume();
      sendParts();
      budget.pause();
    } catch (RuntimeException e) {
      fail(e);
    } catch (Error e) {
      fail(e);
      throw e;
    }
  }

  private void sendParts() {
    Parts<A> answer = parts;
    if (answer == null && !caller.isCancelled()) {
      answer = begin.get();
      parts = answer;
    }
    while (answer != null && !caller.isCancelled() && caller.isReady()) {
      if (!answer.hasNext()) {
        end();
        caller.onCompleted();
        return;
      }
      caller.onNext(answer.next());
    }
    if (caller.isCancelled()) {
      end();
    } else {
      patience.begin(LONGEST.minusNanos(System.nanoTime() - opened));
    }
  }

  private void fail(Throwable why) {
    try {
      end();
    } finally {
      Calls.fail(caller, why);
    }
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    seat.close();
    patience.end();
    Parts<A> answer = parts;
    if (answer != null) {
      answer.close();
    }
  }
}
