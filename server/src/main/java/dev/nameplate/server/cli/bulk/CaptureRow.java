package dev.nameplate.server.cli.bulk;

import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.v1.CaptureRequest;

/** A row that was read for capture. */
public sealed interface CaptureRow {
  /** Place of the row, for messages; empty without a place. */
  String place();

  /**
   * An event.
   *
   * @param request it, ready to be sent
   */
  record Ready(String place, CaptureRequest request) implements CaptureRow {}

  /**
   * Something that is no event.
   *
   * @param failure why not
   */
  record Bad(String place, Failure failure) implements CaptureRow {}
}
