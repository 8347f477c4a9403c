package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.assign.EventCapture;
import dev.nameplate.assign.EventReceipt;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventCodec;
import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Channel;
import java.time.Instant;
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
  public CompletableFuture<EventReceipt> record(Capture capture, Caller caller) {
    return events.send(
        CaptureRequest.newBuilder()
            .setRecorder(capture.recorder().toString())
            .setEvent(EventCodec.toProto(capture.event()))
            .setRestricted(capture.restricted())
            .setOperationId(capture.operation().text())
            .build());
  }

  private EventReceipt receipt(CaptureResponse answer) {
    if (answer.hasError()) {
      throw failures.of(answer.getError());
    }
    dev.nameplate.v1.EventReceipt proto = answer.getReceipt();
    try {
      return new EventReceipt(
          new EventId(Bytes.of(proto.getEventId())),
          Prefix.parse(proto.getRecorder()),
          proto.getName(),
          proto.getAlready(),
          proto.getPosition(),
          proto.getBatch(),
          Instant.ofEpochMilli(proto.getTimeMillis()),
          proto.getLabelsList());
    } catch (InvalidInputException e) {
      throw failures.unreadable("its receipt is malformed: " + e.getMessage());
    }
  }
}
