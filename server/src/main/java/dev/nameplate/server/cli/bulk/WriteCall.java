package dev.nameplate.server.cli.bulk;

import com.google.protobuf.Message;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.wire.Refusal;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A call that writes many rows: sends them, and matches the answers, which arrive in order. Keeps
 * no more than a window of rows unanswered.
 *
 * <p>One thread sends; answers are passed on by a thread of the transport, one after the other.
 *
 * @param <R> a row
 * @param <Q> the request that a row becomes
 * @param <A> the answer to it
 */
public final class WriteCall<R, Q extends Message, A> implements ClientResponseObserver<Q, A> {
  /** The most bytes of rows that are unanswered, whatever the window. */
  private static final long MAX_UNANSWERED_BYTES = 32 << 20;

  /** Reasons that concern the node and not the row: later rows would fail, too. */
  private static final Set<String> OUTAGES =
      Set.of(
          ErrorReason.NODE_STOPPED.name(),
          ErrorReason.STORE_FAILED.name(),
          ErrorReason.OVERLOADED.name());

  private final Method<R, Q, A> method;
  private final int window;
  private final BiConsumer<R, A> answers;
  private final Object lock = new Object();
  private final ArrayDeque<R> unanswered = new ArrayDeque<>();
  private long unansweredBytes;
  private boolean ended;
  private boolean closed;
  private Optional<RuntimeException> failure = Optional.empty();
  private @Nullable ClientCallStreamObserver<Q> requests;

  /**
   * The called method.
   *
   * @param request the request that a row becomes
   * @param error the error in an answer; empty for a success
   * @param start starts the call
   */
  public record Method<R, Q, A>(
      Function<R, Q> request,
      Function<A, Optional<Refusal>> error,
      Consumer<ClientResponseObserver<Q, A>> start) {}

  private WriteCall(Method<R, Q, A> method, int window, BiConsumer<R, A> answers) {
    this.method = method;
    this.window = window;
    this.answers = answers;
  }

  /**
   * Begins a call.
   *
   * @param window the most unanswered rows, 1 or more
   * @param answers receives every answer with its row; its exception ends the call
   */
  public static <R, Q extends Message, A> WriteCall<R, Q, A> begin(
      Method<R, Q, A> method, int window, BiConsumer<R, A> answers) {
    WriteCall<R, Q, A> call = new WriteCall<>(method, window, answers);
    method.start().accept(call);
    return call;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> call) {
    requests = call;
    call.setOnReadyHandler(this::wake);
  }

  /**
   * Sends a row; waits while the window is full.
   *
   * @throws LostConnectionException if the call has ended; the row was not sent
   */
  public void send(R row) {
    Q request = method.request().apply(row);
    int size = request.getSerializedSize();
    synchronized (lock) {
      if (isFull(window, MAX_UNANSWERED_BYTES - size)) {
        // Half empty before going on: then both sides work on many rows at a time.
        awaitWhileFull(window / 2, MAX_UNANSWERED_BYTES / 2 - size);
      }
      requireRunning();
      unanswered.add(row);
      unansweredBytes += size;
    }
    unlessEnded(() -> call().onNext(request));
  }

  /**
   * Sends no more, and waits until everything is answered.
   *
   * @throws LostConnectionException if it is not
   */
  public void finish() {
    synchronized (lock) {
      requireRunning();
    }
    unlessEnded(() -> call().onCompleted());
    synchronized (lock) {
      while (!ended) {
        await();
      }
      failure.ifPresent(WriteCall::rethrow);
      if (!unanswered.isEmpty()) {
        throw new LostConnectionException("the node ended the stream early");
      }
    }
  }

  /** Ends the call, and returns the unanswered rows, in order. */
  public List<R> close() {
    call().cancel("no longer wanted", null);
    synchronized (lock) {
      while (!closed) {
        await();
      }
      return List.copyOf(unanswered);
    }
  }

  @Override
  public void onNext(A answer) {
    R row;
    synchronized (lock) {
      if (ended) {
        return; // too late: its row is sent again
      }
      row = unanswered.peek();
    }
    Optional<Refusal> error = method.error().apply(answer);
    if (row == null) {
      end(
          new NodeException(
              ErrorReason.UNREACHABLE,
              "the node sent more answers than requests; check that it is a Nameplate node"));
    } else if (error.isPresent() && OUTAGES.contains(error.get().reason())) {
      end(new LostConnectionException(error.get().message()));
    } else {
      take(row, answer);
    }
  }

  private void take(R row, A answer) {
    try {
      answers.accept(row, answer);
    } catch (RuntimeException e) {
      end(e);
      return;
    }
    synchronized (lock) {
      unanswered.remove();
      unansweredBytes -= method.request().apply(row).getSerializedSize();
      if (!isFull(window / 2, MAX_UNANSWERED_BYTES / 2)) {
        lock.notifyAll();
      }
    }
  }

  @Override
  public void onError(Throwable thrown) {
    end(LostConnectionException.from(thrown));
    onCompleted();
  }

  @Override
  public void onCompleted() {
    synchronized (lock) {
      ended = true;
      closed = true;
      lock.notifyAll();
    }
  }

  /** Records the first reason that makes the call useless. */
  private void end(RuntimeException because) {
    synchronized (lock) {
      if (!ended) {
        failure = Optional.of(because);
      }
      ended = true;
      lock.notifyAll();
    }
    call().cancel("of no more use", null);
  }

  /**
   * Ignores the failure of a call that has ended meanwhile; the next send or the wait for the end
   * reports it.
   */
  private void unlessEnded(Runnable use) {
    try {
      use.run();
    } catch (IllegalStateException e) {
      synchronized (lock) {
        if (!ended) {
          throw e;
        }
      }
    }
  }

  private void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  private boolean isFull(int rows, long bytes) {
    return !unanswered.isEmpty()
        && (unanswered.size() >= Math.max(1, rows) || unansweredBytes > bytes || !call().isReady());
  }

  private void awaitWhileFull(int rows, long bytes) {
    while (!ended && isFull(rows, bytes)) {
      await();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // every caller loops
  private void await() {
    try {
      lock.wait();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(
          ErrorReason.NODE_STOPPED, "interrupted; run the same command again to continue", e);
    }
  }

  private void requireRunning() {
    if (ended) {
      failure.ifPresent(WriteCall::rethrow);
      throw new LostConnectionException("the node ended the stream early");
    }
  }

  private static void rethrow(RuntimeException e) {
    throw e;
  }

  private ClientCallStreamObserver<Q> call() {
    ClientCallStreamObserver<Q> call = requests;
    if (call == null) {
      throw new IllegalStateException("the call has not begun");
    }
    return call;
  }
}
