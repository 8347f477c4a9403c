package dev.nameplate.assign;

import dev.nameplate.error.NameplateException;
import dev.nameplate.log.Receipt;

/** What became of one of many assignments. */
public sealed interface Outcome {
  /** The assignment. */
  Assignment assignment();

  /**
   * It is durable, logged and signed.
   *
   * @param receipt says so
   */
  record Assigned(Assignment assignment, Receipt receipt) implements Outcome {}

  /**
   * It was refused, and changed nothing.
   *
   * @param reason an {@link dev.nameplate.error.InvalidInputException} or a {@link
   *     dev.nameplate.error.PreconditionException}
   */
  record Refused(Assignment assignment, NameplateException reason) implements Outcome {}
}
