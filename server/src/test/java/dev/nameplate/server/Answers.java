package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a stream brings, to be waited for. */
final class Answers<A> implements StreamObserver<A> {
  private static final long PATIENCE_SECONDS = 30;

  private final BlockingQueue<A> waiting = new LinkedBlockingQueue<>();
  private final CompletableFuture<Status.Code> end = new CompletableFuture<>();
  private volatile @Nullable A last;

  @Override
  public void onNext(A answer) {
    last = answer;
    waiting.add(answer);
  }

  @Override
  public void onError(Throwable failure) {
    end.complete(Status.fromThrowable(failure).getCode());
  }

  @Override
  public void onCompleted() {
    end.complete(Status.Code.OK);
  }

  /** The next answer, once it has come. */
  A next() throws InterruptedException {
    A next = waiting.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(next).as("the next answer; the stream: " + end).isNotNull();
    return Objects.requireNonNull(next);
  }

  /** The last answer that came. */
  A last() {
    return Objects.requireNonNull(last);
  }

  /** How the stream ended, once it has. */
  Status.Code failure() {
    return end.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }
}
