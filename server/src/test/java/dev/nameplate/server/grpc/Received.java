package dev.nameplate.server.grpc;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** The client's end of a stream: keeps what comes, and reads only what it was told to read. */
final class Received<Q, A> implements ClientResponseObserver<Q, A> {
  private final int firstRead;
  private final List<A> answers = new CopyOnWriteArrayList<>();
  private final CompletableFuture<List<A>> all = new CompletableFuture<>();
  private final CompletableFuture<ClientCallStreamObserver<Q>> call = new CompletableFuture<>();

  private Received(int firstRead) {
    this.firstRead = firstRead;
  }

  /** Reads everything. */
  static <Q, A> Received<Q, A> everything() {
    return new Received<>(Integer.MAX_VALUE);
  }

  /** Reads nothing before {@link #read} is called. */
  static <Q, A> Received<Q, A> nothingYet() {
    return new Received<>(0);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    stream.disableAutoRequestWithInitial(firstRead);
    call.complete(stream);
  }

  @Override
  public void onNext(A answer) {
    answers.add(answer);
  }

  @Override
  public void onError(Throwable failure) {
    all.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    all.complete(answers);
  }

  ClientCallStreamObserver<Q> call() {
    return call.join();
  }

  void read(int count) {
    call().request(count);
  }

  /** What came so far. */
  List<A> soFar() {
    return answers;
  }

  /** What came in all, once the stream has ended. */
  List<A> all() {
    return all.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** Completes when the stream ends, with the failure if there is one. */
  CompletableFuture<List<A>> end() {
    return all.orTimeout(30, TimeUnit.SECONDS);
  }
}
