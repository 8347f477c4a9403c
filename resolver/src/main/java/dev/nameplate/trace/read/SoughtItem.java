package dev.nameplate.trace.read;

import dev.nameplate.event.ItemId;
import java.util.function.Predicate;

/**
 * Which item a question is about: the item as it is written if an event names it, else the item
 * without the characters that nobody sees.
 */
public final class SoughtItem {
  private SoughtItem() {}

  /**
   * The item that is meant; as it is written if neither is named.
   *
   * @param isNamed whether whoever asks may know that an event names an item
   */
  public static ItemId of(ItemId asked, Predicate<ItemId> isNamed) {
    return isNamed.test(asked) ? asked : asked.cleaned().filter(isNamed).orElse(asked);
  }
}
