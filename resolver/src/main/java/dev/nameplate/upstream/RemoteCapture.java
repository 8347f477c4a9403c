package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.EventCapture;
import dev.nameplate.log.Receipt;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.EventReceipt;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.CaptureCodec;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.Refusal;
import io.grpc.Channel;
import java.util.concurrent.CompletableFuture;

/** Sends events to another node. Thread-safe. */
final class RemoteCapture implements EventCapture.Recorder {
  private final RemoteStream<CaptureRequest, CaptureResponse, EventReceipt> events;
  private final RemoteFailures failures;

  /** Sends over a channel, which the caller owns. */
  RemoteCapture(Channel channel, RemoteFailures failures) {
    this.events =
        new RemoteStream<>(TraceServiceGrpc.newStub(channel)::capture, this::receipt, failures);
    this.failures = failures;
  }

  @Override
  public CompletableFuture<Receipt> record(Capture capture, Caller caller) {
    return events
        .send(CaptureCodec.request(capture))
        .thenApply(
            receipt ->
                failures.readable(() -> ReceiptCodec.fromProto(receipt, capture.operation())));
  }

  private EventReceipt receipt(CaptureResponse answer) {
    if (answer.hasError()) {
      throw failures.of(Refusal.fromProto(answer.getError()));
    }
    return answer.getReceipt();
  }
}
