package dev.nameplate.trace.recall;

import dev.nameplate.trace.read.Lineage;
import java.util.function.Consumer;

/**
 * An item, between two times.
 *
 * @param item its number
 * @param from the first time, in milliseconds since 1970
 * @param until the last time
 */
record While(long item, long from, long until) {
  /** Always. */
  static While ever(long item) {
    return new While(item, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Visits the containers that the item was in, each for as long as it was. */
  void eachContainer(Lineage lineage, Consumer<While> visitor) {
    lineage.eachContainer(
        item,
        (container, entered, left) -> {
          long begin = Math.max(from, entered);
          long end = Math.min(until, left);
          if (begin <= end) {
            visitor.accept(new While(container, begin, end));
          }
        });
  }
}
