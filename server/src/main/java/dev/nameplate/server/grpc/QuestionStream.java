package dev.nameplate.server.grpc;

import dev.nameplate.error.NameplateException;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/**
 * One stream of questions, answered one after the other. At most {@value #AHEAD} questions are
 * asked of the transport beyond what the caller has room to read, so a caller who does not read is
 * soon not read from either.
 */
final class QuestionStream implements StreamObserver<ResolveAllRequest> {
  static final int AHEAD = 32;

  private final Function<ResolveRequest, ResolveResponse> resolver;
  private final ServerCallStreamObserver<ResolveAllResponse> caller;

  /** Questions answered since the last that were asked for. */
  private int answered;

  private boolean ended;

  private QuestionStream(
      Function<ResolveRequest, ResolveResponse> resolver,
      ServerCallStreamObserver<ResolveAllResponse> caller) {
    this.resolver = resolver;
    this.caller = caller;
  }

  static QuestionStream open(
      Function<ResolveRequest, ResolveResponse> resolver,
      ServerCallStreamObserver<ResolveAllResponse> caller) {
    QuestionStream stream = new QuestionStream(resolver, caller);
    caller.disableAutoRequest();
    caller.setOnReadyHandler(stream::request);
    caller.setOnCancelHandler(() -> stream.ended = true);
    caller.request(AHEAD);
    return stream;
  }

  @Override
  public void onNext(ResolveAllRequest request) {
    if (ended || Calls.isOver()) {
      return;
    }
    try {
      caller.onNext(answer(request));
    } catch (RuntimeException e) {
      ended = true;
      caller.onError(Failures.of(e));
      return;
    }
    answered++;
    request();
  }

  @Override
  public void onCompleted() {
    if (!ended) {
      ended = true;
      caller.onCompleted();
    }
  }

  @Override
  public void onError(Throwable cancelled) {
    ended = true;
  }

  private ResolveAllResponse answer(ResolveAllRequest request) {
    try {
      UnknownFields.refuse(request);
      return ResolveAllResponse.newBuilder()
          .setAnswer(resolver.apply(request.getQuestion()))
          .build();
    } catch (NameplateException e) {
      return ResolveAllResponse.newBuilder().setError(Failures.item(e)).build();
    }
  }

  private void request() {
    if (!ended && answered >= AHEAD / 2 && caller.isReady()) {
      int more = answered;
      answered = 0;
      caller.request(more);
    }
  }
}
