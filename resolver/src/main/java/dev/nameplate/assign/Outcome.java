package dev.nameplate.assign;

import dev.nameplate.error.NameplateException;
import dev.nameplate.log.Receipt;

/**
 * Outcome of one of many writes.
 *
 * @param <W> the kind of write: {@link Assignment} or {@link Capture}
 */
public sealed interface Outcome<W> {
  /** The write. */
  W write();

  /**
   * A write that is durable, logged and signed.
   *
   * @param receipt its receipt
   */
  record Written<W>(W write, Receipt receipt) implements Outcome<W> {}

  /**
   * A write that was refused, and changed nothing.
   *
   * @param reason an {@link dev.nameplate.error.InvalidInputException} or a {@link
   *     dev.nameplate.error.PreconditionException}
   */
  record Refused<W>(W write, NameplateException reason) implements Outcome<W> {}
}
