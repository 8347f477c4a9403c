package dev.nameplate.upstream;

import com.google.protobuf.Message;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A stream of writes to another node, answered in their order. Waiting writes share a call, which
 * ends when none waits. Thread-safe.
 *
 * @param <Q> a write
 * @param <A> its answer
 * @param <R> type of its result
 */
final class RemoteStream<Q extends Message, A, R> {
  /** The most bytes of writes that wait for their answers. */
  private static final int ROOM_BYTES = 16 << 20;

  /** Overhead of a write, added to its own bytes. */
  private static final int OVERHEAD = 512;

  private static final int LONGEST_WAIT_SECONDS = 10;

  private final Function<StreamObserver<A>, StreamObserver<Q>> open;
  private final Function<A, R> read;
  private final RemoteFailures failures;
  private final Semaphore room = new Semaphore(ROOM_BYTES);
  private @Nullable Call current; // guarded by this

  /**
   * Opens nothing yet.
   *
   * @param open begins a call
   * @param read reads an answer; throws a {@link NameplateException} if it is a refusal
   */
  RemoteStream(
      Function<StreamObserver<A>, StreamObserver<Q>> open,
      Function<A, R> read,
      RemoteFailures failures) {
    this.open = open;
    this.read = read;
    this.failures = failures;
  }

  /** Sends a write. Waits for room if too much waits for answers. */
  CompletableFuture<R> send(Q request) {
    int held = Math.min(ROOM_BYTES, request.getSerializedSize() + OVERHEAD);
    takeRoom(held);
    CompletableFuture<R> result = new CompletableFuture<>();
    CompletableFuture<R> sent = result.whenComplete((receipt, failure) -> room.release(held));
    try {
      synchronized (this) {
        Call call = current == null ? new Call() : current;
        current = call;
        call.send(request, result);
      }
    } catch (RuntimeException e) {
      result.completeExceptionally(failures.of(e));
    }
    return sent;
  }

  private void takeRoom(int bytes) {
    try {
      if (!room.tryAcquire(bytes, LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new NodeException(
            ErrorReason.OVERLOADED, "node " + failures.node() + ": too many writes are waiting");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(
          ErrorReason.CANCELLED, "write: interrupted while waiting for space", e);
    }
  }

  private void complete(CompletableFuture<R> result, A answer) {
    try {
      result.complete(read.apply(answer));
    } catch (NameplateException e) {
      result.completeExceptionally(e);
    }
  }

  /** A call of the stream. */
  private final class Call implements StreamObserver<A> {
    private final Queue<CompletableFuture<R>> waiting = new ArrayDeque<>(); // guarded by the stream
    private final StreamObserver<Q> requests = open.apply(this);

    void send(Q request, CompletableFuture<R> result) {
      waiting.add(result);
      requests.onNext(request);
    }

    @Override
    public void onNext(A answer) {
      @Nullable CompletableFuture<R> first;
      synchronized (RemoteStream.this) {
        first = waiting.poll();
        if (waiting.isEmpty() && current == this) {
          current = null;
          requests.onCompleted();
        }
      }
      if (first != null) {
        complete(first, answer);
      }
    }

    @Override
    public void onError(Throwable thrown) {
      end(thrown);
    }

    @Override
    public void onCompleted() {
      end(failures.unreadable("it ended the call before answering"));
    }

    private void end(Throwable why) {
      List<CompletableFuture<R>> rest;
      synchronized (RemoteStream.this) {
        rest = new ArrayList<>(waiting);
        waiting.clear();
        if (current == this) {
          current = null;
        }
      }
      rest.forEach(result -> result.completeExceptionally(failures.of(why)));
    }
  }
}
