package dev.nameplate.trace.read;

import dev.nameplate.event.ItemId;
import java.util.function.Predicate;

/**
 * Chooses the item of a question: as written if an event names it, else without invisible
 * characters.
 */
public final class SoughtItem {
  private SoughtItem() {}

  /**
   * The known form of an item; as written if neither form is known.
   *
   * @param isNamed true if an event visible to the caller names an item
   */
  public static ItemId of(ItemId asked, Predicate<ItemId> isNamed) {
    return isNamed.test(asked) ? asked : asked.cleaned().filter(isNamed).orElse(asked);
  }
}
