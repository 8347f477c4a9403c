package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.EventCapture;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventCodec;
import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.EventReceipt;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Channel;
import java.time.Instant;
import java.util.Optional;
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
        .send(
            CaptureRequest.newBuilder()
                .setRecorder(capture.recorder().toString())
                .setEvent(EventCodec.toProto(capture.event()))
                .setRestricted(capture.restricted())
                .setOperationId(capture.operation().text())
                .build())
        .thenApply(receipt -> receipt(receipt, capture.operation()));
  }

  private EventReceipt receipt(CaptureResponse answer) {
    if (answer.hasError()) {
      throw failures.of(answer.getError());
    }
    return answer.getReceipt();
  }

  private Receipt receipt(EventReceipt proto, OperationId operation) {
    try {
      return new Receipt(
          RecordedEvent.identifierOf(
              Prefix.parse(proto.getRecorder()), new EventId(Bytes.of(proto.getEventId()))),
          1,
          operation,
          proto.getAlready(),
          proto.getPosition(),
          proto.getBatch(),
          Instant.ofEpochMilli(proto.getTimeMillis()),
          Optional.empty(),
          proto.getLabelsList());
    } catch (InvalidInputException e) {
      throw failures.unreadable("its receipt is malformed: " + e.getMessage());
    }
  }
}
