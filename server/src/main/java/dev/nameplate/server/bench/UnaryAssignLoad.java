package dev.nameplate.server.bench;

import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.v1.AssignResponse;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/** Assigns by a call each. */
final class UnaryAssignLoad implements Load {
  private final List<? extends Channel> connections;
  private final NewCoils coils;

  UnaryAssignLoad(List<? extends Channel> connections, NewCoils coils) {
    this.connections = connections;
    this.coils = coils;
  }

  @Override
  public void begin(int connection, Outcome outcome) {
    ClientCalls.asyncUnaryCall(
        connections
            .get(connection)
            .newCall(RegistrationServiceGrpc.getAssignMethod(), CallOptions.DEFAULT),
        coils.next(),
        new StreamObserver<AssignResponse>() {
          @Override
          public void onNext(AssignResponse answer) {}

          @Override
          public void onCompleted() {
            outcome.ended(Kind.ASSIGN, Optional.empty());
          }

          @Override
          public void onError(Throwable thrown) {
            outcome.ended(Kind.ASSIGN, Optional.of(Failure.of(thrown).reason()));
          }
        });
  }
}
