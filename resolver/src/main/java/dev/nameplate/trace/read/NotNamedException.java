package dev.nameplate.trace.read;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.event.ItemId;

/** A question is about an item that no event names here. */
public final class NotNamedException extends PreconditionException {
  private static final long serialVersionUID = 1L;

  private final transient ItemId item;

  public NotNamedException(String field, ItemId item) {
    super(
        ErrorReason.NOT_RECORDED,
        field + ": \"" + item + "\" (expected: an item that an event recorded here names)");
    this.item = item;
  }

  /** The item. */
  public ItemId item() {
    return item;
  }
}
