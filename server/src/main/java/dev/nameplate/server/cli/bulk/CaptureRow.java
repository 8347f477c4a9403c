package dev.nameplate.server.cli.bulk;

import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.v1.CaptureRequest;

/** What was read to be captured. */
public sealed interface CaptureRow {
  /** Where it stands, for messages; empty if it stands nowhere. */
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
