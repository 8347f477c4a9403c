package dev.nameplate.server.grpc;

import com.google.protobuf.Message;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.operation.PageRequest;
import dev.nameplate.server.operation.PrefixOperations;
import dev.nameplate.v1.AllotRequest;
import dev.nameplate.v1.PrefixChangeResponse;
import dev.nameplate.v1.PrefixServiceGetRequest;
import dev.nameplate.v1.PrefixServiceGetResponse;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.PrefixServiceListRequest;
import dev.nameplate.v1.PrefixServiceListResponse;
import dev.nameplate.v1.ResumeRequest;
import dev.nameplate.v1.RevokeKeyRequest;
import dev.nameplate.v1.RevokeRequest;
import dev.nameplate.v1.SuspendRequest;
import dev.nameplate.v1.TransferRequest;
import dev.nameplate.wire.PrefixCodec;
import dev.nameplate.wire.Unsigned;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/** The gRPC service for prefixes and their allotment. */
final class PrefixService extends PrefixServiceGrpc.PrefixServiceImplBase {
  private final PrefixOperations operations;

  PrefixService(PrefixOperations operations) {
    this.operations = operations;
  }

  @Override
  public void get(
      PrefixServiceGetRequest request, StreamObserver<PrefixServiceGetResponse> caller) {
    Calls.answer(request, caller, this::get);
  }

  private PrefixServiceGetResponse get(PrefixServiceGetRequest request) {
    try {
      return PrefixServiceGetResponse.newBuilder()
          .setPrefix(
              PrefixCodec.toProto(
                  operations.get(Callers.call(), Prefix.sought(request.getPrefix()))))
          .build();
    } catch (NotAuthoritativeException e) {
      // A missing prefix is the subject of the question, not an obstacle.
      throw Failures.of(e, Status.Code.NOT_FOUND);
    }
  }

  @Override
  public void list(
      PrefixServiceListRequest request, StreamObserver<PrefixServiceListResponse> caller) {
    Calls.answer(request, caller, this::list);
  }

  private PrefixServiceListResponse list(PrefixServiceListRequest request) {
    PageRequest asked = new PageRequest(request.getPageSize(), request.getPageToken());
    return PrefixCodec.response(
        request.getBelow().isEmpty()
            ? operations.own(Callers.call(), asked)
            : operations.allotted(Callers.call(), Prefix.sought(request.getBelow()), asked));
  }

  @Override
  public void allot(AllotRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request, caller, asked -> operations.allot(Callers.call(), PrefixCodec.allotment(asked)));
  }

  @Override
  public void suspend(SuspendRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request,
        caller,
        asked ->
            operations.suspend(
                Callers.call(),
                Prefix.parse(asked.getPrefix()),
                PrefixCodec.version(asked.getExpectedVersion()),
                OperationId.of(asked.getOperationId())));
  }

  @Override
  public void resume(ResumeRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request,
        caller,
        asked ->
            operations.resume(
                Callers.call(),
                Prefix.parse(asked.getPrefix()),
                PrefixCodec.version(asked.getExpectedVersion()),
                OperationId.of(asked.getOperationId())));
  }

  @Override
  public void revoke(RevokeRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request,
        caller,
        asked ->
            operations.revoke(
                Callers.call(),
                Prefix.parse(asked.getPrefix()),
                PrefixCodec.version(asked.getExpectedVersion()),
                OperationId.of(asked.getOperationId())));
  }

  @Override
  public void transfer(TransferRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request, caller, asked -> operations.transfer(Callers.call(), PrefixCodec.transfer(asked)));
  }

  @Override
  public void revokeKey(RevokeKeyRequest request, StreamObserver<PrefixChangeResponse> caller) {
    change(
        request,
        caller,
        asked ->
            operations.revokeKey(
                Callers.call(),
                Prefix.parse(asked.getPrefix()),
                PrefixCodec.keyId(asked.getKeyId()),
                Unsigned.number("from_position", asked.getFromPosition()),
                PrefixCodec.version(asked.getExpectedVersion()),
                OperationId.of(asked.getOperationId())));
  }

  private static <Q extends Message> void change(
      Q request,
      StreamObserver<PrefixChangeResponse> caller,
      Function<Q, PrefixOperations.Changed> change) {
    Calls.answer(
        request,
        caller,
        asked -> {
          PrefixOperations.Changed changed = change.apply(asked);
          return PrefixCodec.changed(changed.receipt(), changed.made());
        });
  }
}
