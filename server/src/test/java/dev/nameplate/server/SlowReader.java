package dev.nameplate.server;

import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;

/** The client's end of a stream of assignments that reads receipts only when it is told to. */
final class SlowReader implements ClientResponseObserver<AssignAllRequest, AssignAllResponse> {
  final CompletableFuture<ClientCallStreamObserver<AssignAllRequest>> call =
      new CompletableFuture<>();
  final Answers<AssignAllResponse> answers = new Answers<>();

  @Override
  public void beforeStart(ClientCallStreamObserver<AssignAllRequest> stream) {
    stream.disableAutoRequestWithInitial(0);
    call.complete(stream);
  }

  @Override
  public void onNext(AssignAllResponse receipt) {
    answers.onNext(receipt);
  }

  @Override
  public void onError(Throwable failure) {
    answers.onError(failure);
  }

  @Override
  public void onCompleted() {
    answers.onCompleted();
  }
}
