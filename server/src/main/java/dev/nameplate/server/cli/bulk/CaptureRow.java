package dev.nameplate.server.cli.bulk;

import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.wire.CaptureCodec;
import java.util.Optional;

/** A row that was read for capture. */
public sealed interface CaptureRow {
  /** Place of the row, for messages; empty without a place. */
  String place();

  /**
   * An event.
   *
   * @param request it, ready to be sent
   */
  record Ready(String place, CaptureRequest request) implements CaptureRow {
    /**
     * An event to send.
     *
     * @param recorder the prefix to record it under; empty for the only one of the node
     */
    public Ready(
        String place,
        Optional<Prefix> recorder,
        Event event,
        boolean restricted,
        OperationId operation) {
      this(place, CaptureCodec.request(recorder, event, restricted, operation));
    }
  }

  /**
   * Something that is no event.
   *
   * @param failure why not
   */
  record Bad(String place, Failure failure) implements CaptureRow {}
}
