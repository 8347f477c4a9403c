package dev.nameplate.server.grpc;

import dev.nameplate.assign.Update;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.server.operation.Call;
import dev.nameplate.server.operation.WriteOperations;
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
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.RegistrationCodec;
import dev.nameplate.wire.Unsigned;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Writes records. Blocks only while too many writes wait for the log. */
final class RegistrationService extends RegistrationServiceGrpc.RegistrationServiceImplBase {
  private final WriteOperations operations;
  private final Duration patience;

  /**
   * Writes to a node.
   *
   * @param patience how long a caller may leave receipts unread
   */
  RegistrationService(WriteOperations operations, Duration patience) {
    this.operations = operations;
    this.patience = patience;
  }

  @Override
  public void assign(AssignRequest request, StreamObserver<AssignResponse> caller) {
    Calls.answerLater(
        request,
        caller,
        asked -> begin(operations, Callers.call(), asked),
        receipt -> AssignResponse.newBuilder().setReceipt(ReceiptCodec.toProto(receipt)).build());
  }

  @Override
  public StreamObserver<AssignAllRequest> assignAll(StreamObserver<AssignAllResponse> caller) {
    Call call = Callers.call();
    return WriteStream.open(
        () -> operations.requireAssign(call), new Assignments(operations, call), patience, caller);
  }

  @Override
  public void assignRange(AssignRangeRequest request, StreamObserver<AssignRangeResponse> caller) {
    Calls.answerLater(
        request,
        caller,
        this::assignRange,
        receipt ->
            AssignRangeResponse.newBuilder().setReceipt(ReceiptCodec.toProto(receipt)).build());
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> caller) {
    Calls.answerLater(
        request,
        caller,
        this::update,
        receipt -> UpdateResponse.newBuilder().setReceipt(ReceiptCodec.toProto(receipt)).build());
  }

  @Override
  public void retire(RetireRequest request, StreamObserver<RetireResponse> caller) {
    Calls.answerLater(
        request,
        caller,
        this::retire,
        receipt -> RetireResponse.newBuilder().setReceipt(ReceiptCodec.toProto(receipt)).build());
  }

  /** Writes of a stream of assignments. */
  private record Assignments(WriteOperations operations, Call call)
      implements WriteStream.Writes<AssignAllRequest, Receipt, AssignAllResponse> {
    @Override
    public CompletableFuture<Receipt> begin(AssignAllRequest request) {
      return RegistrationService.begin(operations, call, request.getAssignment());
    }

    @Override
    public AssignAllResponse receipt(Receipt receipt) {
      return AssignAllResponse.newBuilder().setReceipt(ReceiptCodec.toProto(receipt)).build();
    }

    @Override
    public AssignAllResponse refusal(NameplateException why) {
      AssignAllResponse.Builder refusal =
          AssignAllResponse.newBuilder().setError(Failures.item(why));
      if (why instanceof AlreadyAssignedException already) {
        refusal.setAlready(ReceiptCodec.toProto(already));
      }
      return refusal.build();
    }
  }

  /** Hands an assignment to the log, by name or by pattern. */
  private static CompletableFuture<Receipt> begin(
      WriteOperations operations, Call call, AssignRequest request) {
    return request.getPattern().isEmpty()
        ? operations.assign(call, RegistrationCodec.assignment(request))
        : operations.mint(call, RegistrationCodec.minting(request));
  }

  /** Assigns a range: the requested range, or the next free numbers. */
  private CompletableFuture<Receipt> assignRange(AssignRangeRequest request) {
    return request.getMembers() == 0
        ? operations.assignRange(Callers.call(), RegistrationCodec.range(request))
        : operations.mintBlock(Callers.call(), RegistrationCodec.block(request));
  }

  private CompletableFuture<Receipt> update(UpdateRequest request) {
    Update update = RegistrationCodec.update(request);
    return operations.update(
        Callers.call(),
        update.identifier(),
        update.expectedVersion(),
        update.values(),
        update.operation());
  }

  private CompletableFuture<Receipt> retire(RetireRequest request) {
    return operations.retire(
        Callers.call(),
        Identifier.parse(request.getIdentifier()),
        Unsigned.number("expected_version", request.getExpectedVersion()),
        OperationId.of(request.getOperationId()));
  }
}
