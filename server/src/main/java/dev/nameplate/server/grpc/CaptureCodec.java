package dev.nameplate.server.grpc;

import dev.nameplate.assign.Capture;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventCodec;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.v1.CaptureRequest;
import java.util.Set;

/** Translates events to capture, and their receipts back. Throws as {@link ProtoCodec} does. */
final class CaptureCodec {
  private CaptureCodec() {}

  /**
   * What a request captures.
   *
   * @param own the prefixes of the node: the only one is meant when none is named
   */
  static Capture capture(CaptureRequest request, Set<Prefix> own) {
    return new Capture(
        recorder(request.getRecorder(), own),
        EventCodec.fromProto(request.getEvent()),
        request.getRestricted(),
        OperationId.of(request.getOperationId()));
  }

  private static Prefix recorder(String text, Set<Prefix> own) {
    if (!text.isEmpty()) {
      return Prefix.parse(text);
    }
    if (own.size() != 1) {
      throw InvalidInputException.of(
          "recorder", text, "the prefix to record it under, since this node has several");
    }
    return own.iterator().next();
  }

  static dev.nameplate.v1.EventReceipt receipt(Capture capture, Receipt receipt) {
    return dev.nameplate.v1.EventReceipt.newBuilder()
        .setEventId(receipt.event().digest().asByteString())
        .setRecorder(receipt.identifier().prefix().toString())
        .setName(capture.event().name())
        .setAlready(receipt.replayed())
        .setPosition(receipt.position())
        .setBatch(receipt.batch())
        .setTimeMillis(receipt.time().toEpochMilli())
        .addAllLabels(receipt.labels())
        .build();
  }
}
