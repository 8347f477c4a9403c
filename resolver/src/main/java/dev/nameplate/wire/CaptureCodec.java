package dev.nameplate.wire;

import dev.nameplate.assign.Capture;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventCodec;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.v1.CaptureRequest;
import java.util.Optional;
import java.util.Set;

/** Events to capture: from the wire and to it. */
public final class CaptureCodec {
  private CaptureCodec() {}

  /**
   * The capture of a request.
   *
   * @param own the prefixes of the node: the only one is the recorder when none is named
   */
  public static Capture capture(CaptureRequest request, Set<Prefix> own) {
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
          "recorder", text, "the prefix to record it under, because this node has several");
    }
    return own.iterator().next();
  }

  public static CaptureRequest request(Capture capture) {
    return request(
        Optional.of(capture.recorder()),
        capture.event(),
        capture.restricted(),
        capture.operation());
  }

  /**
   * A request to capture an event.
   *
   * @param recorder the prefix to record it under; empty for the only one of the node
   */
  public static CaptureRequest request(
      Optional<Prefix> recorder, Event event, boolean restricted, OperationId operation) {
    return CaptureRequest.newBuilder()
        .setRecorder(recorder.map(Prefix::toString).orElse(""))
        .setEvent(EventCodec.toProto(event))
        .setRestricted(restricted)
        .setOperationId(operation.text())
        .build();
  }
}
