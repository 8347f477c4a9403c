package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.identifier.Identifier;

/** Another record under the prefix has the value of an item that is unique. */
public final class ValueTakenException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final String item;
  private final transient Identifier holder;

  ValueTakenException(String item, Identifier holder) {
    super(
        ErrorReason.VALUE_TAKEN,
        VisibleText.of(
            "values["
                + item
                + "]: the value is that of "
                + holder
                + " (expected: one that no other record under "
                + holder.prefix()
                + " has)"));
    this.item = item;
    this.holder = holder;
  }

  /** The item that is unique. */
  public String item() {
    return item;
  }

  /** Whose value it is. */
  public Identifier holder() {
    return holder;
  }
}
