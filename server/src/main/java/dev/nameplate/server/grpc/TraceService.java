package dev.nameplate.server.grpc;

import dev.nameplate.assign.Capture;
import dev.nameplate.error.NameplateException;
import dev.nameplate.resolve.Budget;
import dev.nameplate.server.operation.Call;
import dev.nameplate.server.operation.LineageOperations;
import dev.nameplate.server.operation.PageRequest;
import dev.nameplate.server.operation.Traced;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.EventReceipt;
import dev.nameplate.v1.EvidenceRequest;
import dev.nameplate.v1.ListEventsRequest;
import dev.nameplate.v1.ListEventsResponse;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ReconcileResponse;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.BalanceCodec;
import dev.nameplate.wire.CaptureCodec;
import dev.nameplate.wire.EventListCodec;
import dev.nameplate.wire.EvidenceCodec;
import dev.nameplate.wire.QuestionCodec;
import dev.nameplate.wire.RecallCodec;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.TraceCodec;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Captures events, and follows them. */
final class TraceService extends TraceServiceGrpc.TraceServiceImplBase {
  private final LineageOperations operations;
  private final Duration patience;

  /**
   * Serves the lineage of a node.
   *
   * @param patience how long a caller may leave a stream unread
   */
  TraceService(LineageOperations operations, Duration patience) {
    this.operations = operations;
    this.patience = patience;
  }

  @Override
  public StreamObserver<CaptureRequest> capture(StreamObserver<CaptureResponse> caller) {
    Call call = Callers.call();
    return WriteStream.open(
        () -> operations.requireCapture(call), new Captures(operations, call), patience, caller);
  }

  /** Writes of a stream of events. */
  private record Captures(LineageOperations operations, Call call)
      implements WriteStream.Writes<CaptureRequest, EventReceipt, CaptureResponse> {
    @Override
    public CompletableFuture<EventReceipt> begin(CaptureRequest request) {
      Capture capture = CaptureCodec.capture(request, operations.recorders());
      return operations
          .capture(call, capture)
          .thenApply(receipt -> ReceiptCodec.toProto(receipt, capture.event().name()));
    }

    @Override
    public CaptureResponse receipt(EventReceipt receipt) {
      return CaptureResponse.newBuilder().setReceipt(receipt).build();
    }

    @Override
    public CaptureResponse refusal(NameplateException why) {
      return CaptureResponse.newBuilder().setError(Failures.item(why)).build();
    }
  }

  @Override
  public void trace(TraceRequest request, StreamObserver<TraceResponse> caller) {
    Call call = Callers.call();
    PartsStream.open(
        request,
        () ->
            operations.trace(
                call,
                TraceCodec.question(request),
                QuestionCodec.budget(
                    Budget.Limits.TRACE, request.hasBudget(), request.getBudget())),
        traced -> response(traced, call),
        patience,
        caller);
  }

  private static TraceResponse response(Traced traced, Call call) {
    return TraceCodec.response(traced.step(), traced.resumeToken(), traced.proofs(), call.caller());
  }

  @Override
  public void evidence(EvidenceRequest request, StreamObserver<TraceResponse> caller) {
    Call call = Callers.call();
    PartsStream.open(
        request,
        () -> operations.evidence(call, EvidenceCodec.question(request)),
        traced -> response(traced, call),
        patience,
        caller);
  }

  @Override
  public void reconcile(ReconcileRequest request, StreamObserver<ReconcileResponse> caller) {
    Call call = Callers.call();
    PartsStream.open(
        request,
        () ->
            operations.reconcile(
                call,
                BalanceCodec.question(request),
                BalanceCodec.tolerance(request),
                request.getYields()),
        BalanceCodec::response,
        patience,
        caller);
  }

  @Override
  public void recall(RecallRequest request, StreamObserver<RecallResponse> caller) {
    Call call = Callers.call();
    PartsStream.open(
        request,
        () ->
            operations.recall(
                call,
                RecallCodec.question(request),
                QuestionCodec.budget(Budget.Limits.TRACE, request.hasBudget(), request.getBudget()),
                told(caller)),
        RecallCodec::response,
        patience,
        caller);
  }

  /** Sends the progress of a recall, if the caller has room for it. */
  private static Consumer<RecallStep.Progress> told(StreamObserver<RecallResponse> caller) {
    var stream = (ServerCallStreamObserver<RecallResponse>) caller;
    return progress -> {
      if (stream.isReady()) {
        stream.onNext(RecallCodec.response(progress));
      }
    };
  }

  @Override
  public void listEvents(ListEventsRequest request, StreamObserver<ListEventsResponse> caller) {
    Call call = Callers.call();
    Calls.answer(
        request,
        caller,
        asked ->
            EventListCodec.response(
                operations.events(
                    call,
                    EventListCodec.filter(asked),
                    new PageRequest(asked.getPageSize(), asked.getPageToken())),
                operations.proofs(),
                call.caller()));
  }
}
