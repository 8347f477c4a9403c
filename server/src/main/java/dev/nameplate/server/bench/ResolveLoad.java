package dev.nameplate.server.bench;

import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Resolves identifiers in the order of a list, again and again. */
final class ResolveLoad implements Load {
  private final MethodDescriptor<ResolveRequest, ResolveResponse> method;
  private final List<? extends Channel> connections;
  private final List<ResolveRequest> questions;
  private final AtomicLong next = new AtomicLong();

  /** Asks a method with the types of {@code Resolve}. */
  ResolveLoad(
      MethodDescriptor<ResolveRequest, ResolveResponse> method,
      List<? extends Channel> connections,
      List<ResolveRequest> questions) {
    this.method = method;
    this.connections = connections;
    this.questions = questions;
  }

  static ResolveLoad of(List<? extends Channel> connections, List<String> identifiers) {
    return new ResolveLoad(
        ResolutionServiceGrpc.getResolveMethod(),
        connections,
        identifiers.stream()
            .map(identifier -> ResolveRequest.newBuilder().setIdentifier(identifier).build())
            .toList());
  }

  @Override
  public void begin(int connection, Outcome outcome) {
    ClientCalls.asyncUnaryCall(
        connections.get(connection).newCall(method, CallOptions.DEFAULT),
        questions.get((int) (next.getAndIncrement() % questions.size())),
        new Answer(outcome));
  }

  private static final class Answer implements StreamObserver<ResolveResponse> {
    private final Outcome outcome;
    private Optional<String> failure = Optional.empty();

    Answer(Outcome outcome) {
      this.outcome = outcome;
    }

    @Override
    public void onNext(ResolveResponse answer) {
      if (answer.getOutcome() != dev.nameplate.v1.Outcome.OUTCOME_FOUND) {
        failure = Optional.of(answer.getOutcome().name());
      }
    }

    @Override
    public void onCompleted() {
      outcome.ended(Kind.RESOLVE, failure);
    }

    @Override
    public void onError(Throwable thrown) {
      outcome.ended(Kind.RESOLVE, Optional.of(Failure.of(thrown).reason()));
    }
  }
}
