package dev.nameplate.server.grpc;

import dev.nameplate.assign.Registrar;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRangeRequest;
import dev.nameplate.v1.AssignRangeResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.AssignResponse;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.RetireRequest;
import dev.nameplate.v1.RetireResponse;
import dev.nameplate.v1.UpdateRequest;
import dev.nameplate.v1.UpdateResponse;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Writes records. Blocks only while too many writes wait for the log. */
final class RegistrationService extends RegistrationServiceGrpc.RegistrationServiceImplBase {
  private final Registrar all;
  private final Duration patience;

  /**
   * Writes to a node.
   *
   * @param patience how long a caller may leave receipts unread
   */
  RegistrationService(Registrar registrar, Duration patience) {
    this.all = registrar;
    this.patience = patience;
  }

  private Registrar registrar() {
    return all.as(Callers.current());
  }

  @Override
  public void assign(AssignRequest request, StreamObserver<AssignResponse> caller) {
    Calls.answerLater(
        request,
        caller,
        asked -> begin(registrar(), asked),
        receipt -> AssignResponse.newBuilder().setReceipt(ProtoCodec.receipt(receipt)).build());
  }

  @Override
  public StreamObserver<AssignAllRequest> assignAll(StreamObserver<AssignAllResponse> caller) {
    return WriteStream.open(new Assignments(registrar()), patience, caller);
  }

  @Override
  public void assignRange(AssignRangeRequest request, StreamObserver<AssignRangeResponse> caller) {
    Calls.answerLater(
        request,
        caller,
        asked -> RangeCodec.begin(registrar(), asked),
        receipt ->
            AssignRangeResponse.newBuilder().setReceipt(ProtoCodec.receipt(receipt)).build());
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> caller) {
    Calls.answerLater(
        request,
        caller,
        this::update,
        receipt -> UpdateResponse.newBuilder().setReceipt(ProtoCodec.receipt(receipt)).build());
  }

  @Override
  public void retire(RetireRequest request, StreamObserver<RetireResponse> caller) {
    Calls.answerLater(
        request,
        caller,
        this::retire,
        receipt -> RetireResponse.newBuilder().setReceipt(ProtoCodec.receipt(receipt)).build());
  }

  /** What a stream of assignments writes. */
  private record Assignments(Registrar registrar)
      implements WriteStream.Writes<AssignAllRequest, Receipt, AssignAllResponse> {
    @Override
    public CompletableFuture<Receipt> begin(AssignAllRequest request) {
      return RegistrationService.begin(registrar, request.getAssignment());
    }

    @Override
    public AssignAllResponse receipt(Receipt receipt) {
      return AssignAllResponse.newBuilder().setReceipt(ProtoCodec.receipt(receipt)).build();
    }

    @Override
    public AssignAllResponse refusal(NameplateException why) {
      AssignAllResponse.Builder refusal =
          AssignAllResponse.newBuilder().setError(Failures.item(why));
      if (why instanceof AlreadyAssignedException already) {
        refusal.setAlready(ProtoCodec.already(already));
      }
      return refusal.build();
    }
  }

  /** Hands an assignment to the log, by name or by pattern. */
  private static CompletableFuture<Receipt> begin(Registrar registrar, AssignRequest request) {
    return request.getPattern().isEmpty()
        ? registrar.assignAsync(ProtoCodec.assignment(request))
        : registrar.mintAsync(ProtoCodec.minting(request));
  }

  private CompletableFuture<Receipt> update(UpdateRequest request) {
    return registrar()
        .updateAsync(
            Identifier.parse(request.getIdentifier()),
            ProtoCodec.number("expected_version", request.getExpectedVersion()),
            ProtoCodec.values(
                request.getValuesList(), request.hasTemplate(), request.getTemplate()),
            OperationId.of(request.getOperationId()));
  }

  private CompletableFuture<Receipt> retire(RetireRequest request) {
    return registrar()
        .retireAsync(
            Identifier.parse(request.getIdentifier()),
            ProtoCodec.number("expected_version", request.getExpectedVersion()),
            OperationId.of(request.getOperationId()));
  }
}
