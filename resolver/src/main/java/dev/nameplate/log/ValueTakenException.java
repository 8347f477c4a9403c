package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import java.util.Optional;

/** A record under the prefix already has the value of a unique item. */
public final class ValueTakenException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final String item;
  private final transient Optional<Identifier> holder;

  /**
   * Refuses a value.
   *
   * @param holder whose value it is; empty if the writer may not see that
   */
  public ValueTakenException(String item, Prefix prefix, Optional<Identifier> holder) {
    super(
        ErrorReason.VALUE_TAKEN,
        VisibleText.of(
            "values["
                + item
                + "]: the value is taken by "
                + holder.map(Identifier::toString).orElse("another record")
                + " (expected: a value that no other record under "
                + prefix
                + " has)"));
    this.item = item;
    this.holder = holder;
  }

  /** The item that is unique. */
  public String item() {
    return item;
  }

  /** The record that has the value; empty if the writer may not see that. */
  public Optional<Identifier> holder() {
    return holder;
  }
}
