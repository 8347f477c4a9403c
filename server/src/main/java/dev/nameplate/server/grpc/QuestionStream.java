package dev.nameplate.server.grpc;

import dev.nameplate.error.NameplateException;
import dev.nameplate.server.traffic.CallBudget;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Function;

/**
 * A stream of questions, answered in order, each when the caller has room for its answer: so
 * answers never pile up, however large they are. At most {@value #AHEAD} questions are requested
 * from the transport and unanswered, so that the server soon stops reading from a caller who does
 * not read.
 */
final class QuestionStream implements StreamObserver<ResolveAllRequest> {
  static final int AHEAD = 32;

  private final Function<ResolveRequest, ResolveResponse> resolver;
  private final ServerCallStreamObserver<ResolveAllResponse> caller;
  private final CallBudget budget = CallBudget.current();
  private final Queue<ResolveAllRequest> waiting = new ArrayDeque<>();

  /** Questions answered since the last that were asked for. */
  private int answered;

  private boolean halfClosed;
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
    caller.setOnReadyHandler(stream::advance);
    caller.setOnCancelHandler(stream::end);
    caller.request(AHEAD);
    return stream;
  }

  @Override
  public void onNext(ResolveAllRequest request) {
    if (!ended) {
      budget.take(request.getSerializedSize());
      waiting.add(request);
      advance();
    }
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

  private void advance() {
    try {
      while (!ended && !waiting.isEmpty() && !Calls.isOver() && caller.isReady()) {
        ResolveAllRequest request = waiting.remove();
        ResolveAllResponse answer = answer(request);
        budget.give(request.getSerializedSize());
        caller.onNext(answer);
        answered++;
      }
    } catch (RuntimeException e) {
      end();
      caller.onError(Failures.of(e));
      return;
    }
    if (!ended && halfClosed && waiting.isEmpty()) {
      end();
      caller.onCompleted();
    }
    request();
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
    if (!ended && answered >= AHEAD / 2) {
      int more = answered;
      answered = 0;
      caller.request(more);
    }
  }

  private void end() {
    ended = true;
    waiting.clear();
  }
}
