package dev.nameplate.template;

import java.util.Optional;

/**
 * A range, inclusive at both ends.
 *
 * @param <T> type of the bounds
 * @param least its lower bound, if any
 * @param most its upper bound, if any; not below the lower bound
 */
record Bounds<T extends Comparable<? super T>>(Optional<T> least, Optional<T> most) {
  boolean contains(T value) {
    return least.filter(bound -> bound.compareTo(value) > 0).isEmpty()
        && most.filter(bound -> bound.compareTo(value) < 0).isEmpty();
  }

  boolean isTurned() {
    return least.isPresent() && most.isPresent() && least.get().compareTo(most.get()) > 0;
  }

  /** In words, for example {@code 1 to 20}, {@code at most 20}; empty for anything. */
  String words() {
    if (least.isPresent() && most.isPresent()) {
      return least.get().compareTo(most.get()) == 0
          ? least.get().toString()
          : least.get() + " to " + most.get();
    }
    return least
        .map(bound -> "at least " + bound)
        .or(() -> most.map(bound -> "at most " + bound))
        .orElse("");
  }
}
