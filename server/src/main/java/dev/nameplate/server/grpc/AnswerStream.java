package dev.nameplate.server.grpc;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
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
  /** How many answers are open at once in this process: each holds a snapshot of the store. */
  private static final int MOST_OPEN = 512;

  /** How long a caller may take to read on. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final ScheduledThreadPoolExecutor WATCH = watch();

  private final Supplier<Parts<A>> begin;
  private final Executor threads;
  private final ServerCallStreamObserver<A> caller;

  /**
   * How often it was said that there may be something to do, since somebody began to do it. Who
   * raises it from 0 does it; so nobody waits for another, and each stream waits once for a thread.
   */
  private final AtomicInteger looks = new AtomicInteger(1);

  // All that follows belongs to who raised it.
  private @Nullable Parts<A> parts;
  private boolean ended;
  private @Nullable Future<?> reminder;
  private volatile boolean tooSlow;

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
      Supplier<Parts<A>> begin, Executor threads, ServerCallStreamObserver<A> caller) {
    this.begin = begin;
    this.threads = threads;
    this.caller = caller;
  }

  /**
   * Begins a stream.
   *
   * @param begin begins the answer
   * @param threads where its parts are made and sent
   */
  static <A> void open(Supplier<Parts<A>> begin, Executor threads, StreamObserver<A> caller) {
    if (Calls.isOver()) {
      return;
    }
    if (OPEN.incrementAndGet() > MOST_OPEN) {
      OPEN.decrementAndGet();
      caller.onError(
          Failures.of(
              new NodeException(
                  ErrorReason.OVERLOADED,
                  "node: "
                      + MOST_OPEN
                      + " answers are being read (expected: fewer); ask again later")));
      return;
    }
    AnswerStream<A> stream =
        new AnswerStream<>(begin, threads, (ServerCallStreamObserver<A>) caller);
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
      if (reminder != null) {
        reminder.cancel(false);
      }
      if (tooSlow) {
        fail(
            new NodeException(
                ErrorReason.TIMED_OUT,
                "answer: not read for "
                    + PATIENCE.toMinutes()
                    + " minutes (expected: a reader who goes on); ask again"));
        return;
      }
      sendParts();
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
      reminder = WATCH.schedule(this::giveUp, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void giveUp() {
    tooSlow = true;
    look();
  }

  private static ScheduledThreadPoolExecutor watch() {
    ScheduledThreadPoolExecutor watch =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "nameplate-slow-readers");
              thread.setDaemon(true);
              return thread;
            });
    watch.setRemoveOnCancelPolicy(true);
    return watch;
  }

  private void fail(Throwable why) {
    end();
    caller.onError(Failures.of(why));
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    OPEN.decrementAndGet();
    if (reminder != null) {
      reminder.cancel(false);
    }
    Parts<A> answer = parts;
    if (answer != null) {
      answer.close();
    }
  }
}
