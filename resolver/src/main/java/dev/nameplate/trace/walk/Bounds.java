package dev.nameplate.trace.walk;

import java.util.Arrays;

/**
 * The time at which each item was reached, compact where an event leads to items of successive
 * numbers. First taken in any order, then, once {@link #seal}ed, asked. Used by one thread.
 */
final class Bounds {
  private static final int WIDTH = 3;
  private static final int FIRST_SIZE = 64;

  /** Runs: first number, last number, time. */
  private long[] runs = new long[FIRST_SIZE * WIDTH];

  private int size;
  private boolean sorted = true;

  /** Adds an item, at most once. */
  void add(long number, long millis) {
    int last = (size - 1) * WIDTH;
    if (size > 0 && runs[last + 1] + 1 == number && runs[last + 2] == millis) {
      runs[last + 1] = number;
      return;
    }
    sorted &= size == 0 || runs[last + 1] < number;
    if (size * WIDTH == runs.length) {
      runs = Arrays.copyOf(runs, 2 * runs.length);
    }
    int at = size * WIDTH;
    runs[at] = number;
    runs[at + 1] = number;
    runs[at + 2] = millis;
    size++;
  }

  /** Ends the additions. */
  void seal() {
    if (!sorted) {
      Integer[] order = new Integer[size];
      Arrays.setAll(order, run -> run);
      Arrays.sort(order, (a, b) -> Long.compare(runs[a * WIDTH], runs[b * WIDTH]));
      long[] ordered = new long[size * WIDTH];
      for (int run = 0; run < size; run++) {
        System.arraycopy(runs, order[run] * WIDTH, ordered, run * WIDTH, WIDTH);
      }
      runs = ordered;
      sorted = true;
    }
  }

  /** True for an item with a time. */
  boolean has(long number) {
    int run = find(number);
    return run >= 0 && number <= runs[run * WIDTH + 1];
  }

  /** The time of an added item, milliseconds since 1970. */
  long of(long number) {
    return runs[find(number) * WIDTH + 2];
  }

  /** The last run that begins at or before a number; -1 if there is none. */
  private int find(long number) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (runs[middle * WIDTH] <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
