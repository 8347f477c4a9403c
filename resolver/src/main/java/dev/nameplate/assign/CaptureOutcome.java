package dev.nameplate.assign;

import dev.nameplate.error.NameplateException;
import dev.nameplate.log.Receipt;

/** What became of one of many events. */
public sealed interface CaptureOutcome {
  /** The event. */
  Capture capture();

  /**
   * It is durable, logged and signed.
   *
   * @param receipt says so
   */
  record Captured(Capture capture, Receipt receipt) implements CaptureOutcome {}

  /**
   * It was refused, and changed nothing.
   *
   * @param reason an {@link dev.nameplate.error.InvalidInputException} or a {@link
   *     dev.nameplate.error.PreconditionException}
   */
  record Refused(Capture capture, NameplateException reason) implements CaptureOutcome {}
}
