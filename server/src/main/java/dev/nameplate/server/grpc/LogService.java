package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.operation.LogOperations;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.v1.GetCheckpointRequest;
import dev.nameplate.v1.GetCheckpointResponse;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ProveConsistencyRequest;
import dev.nameplate.v1.ProveConsistencyResponse;
import dev.nameplate.v1.ProveInclusionRequest;
import dev.nameplate.v1.ProveInclusionResponse;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import dev.nameplate.wire.InclusionCodec;
import dev.nameplate.wire.Unsigned;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.function.Function;

/** Lets anyone audit or mirror a node's log. Blocks while it reads the store. */
final class LogService extends LogServiceGrpc.LogServiceImplBase {
  private final LogOperations operations;
  private final Duration patience;

  LogService(LogOperations operations, Duration patience) {
    this.operations = operations;
    this.patience = patience;
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> caller) {
    Calls.answer(
        request,
        caller,
        asked ->
            GetCheckpointResponse.newBuilder()
                .setCheckpoint(operations.checkpoint(Callers.call()).toString())
                .build());
  }

  @Override
  public void proveInclusion(
      ProveInclusionRequest request, StreamObserver<ProveInclusionResponse> caller) {
    Calls.answer(request, caller, this::proveInclusion);
  }

  @Override
  public void proveConsistency(
      ProveConsistencyRequest request, StreamObserver<ProveConsistencyResponse> caller) {
    Calls.answer(request, caller, this::proveConsistency);
  }

  @Override
  public void readStatements(
      ReadStatementsRequest request, StreamObserver<ReadStatementsResponse> caller) {
    PartsStream.open(
        request,
        () ->
            operations.read(
                Callers.call(),
                request.getFromNewest(),
                Unsigned.number("first_position", request.getFirstPosition()),
                Unsigned.number("limit", request.getLimit()),
                request.getFollow()),
        shown(Callers.call().caller()),
        patience,
        caller);
  }

  private static Function<Verified<?>, ReadStatementsResponse> shown(Caller caller) {
    return statement ->
        ReadStatementsResponse.newBuilder()
            .setPosition(statement.position())
            .setStatement(caller.shown(statement).toProto())
            .build();
  }

  private ProveInclusionResponse proveInclusion(ProveInclusionRequest request) {
    LogOperations.ProvenBatch proven =
        operations.inclusion(
            Callers.call(),
            Unsigned.number("batch", request.getBatch()),
            Unsigned.number("tree_size", request.getTreeSize()));
    return InclusionCodec.response(proven.inclusion(), proven.portable());
  }

  private ProveConsistencyResponse proveConsistency(ProveConsistencyRequest request) {
    LogOperations.Consistency proven =
        operations.consistency(
            Callers.call(),
            Unsigned.number("first_size", request.getFirstSize()),
            Unsigned.number("second_size", request.getSecondSize()));
    return ProveConsistencyResponse.newBuilder()
        .addAllPath(proven.path().stream().map(Bytes::asByteString).toList())
        .setSecondSize(proven.secondSize())
        .build();
  }
}
