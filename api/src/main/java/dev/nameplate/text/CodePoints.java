package dev.nameplate.text;

import java.util.Arrays;

/** A set of code points, kept as sorted ranges. Immutable. */
final class CodePoints {
  /** First code point of each range, and the code point behind its last, alternating. */
  private final int[] bounds;

  private CodePoints(int[] bounds) {
    this.bounds = bounds;
  }

  /**
   * Reads ranges in ascending order, separated by white space, for example {@code 0020 2000-200A}.
   */
  static CodePoints of(String ranges) {
    String[] each = ranges.trim().split("\\s+", -1);
    int[] bounds = new int[2 * each.length];
    for (int i = 0; i < each.length; i++) {
      int dash = each[i].indexOf('-');
      bounds[2 * i] = Integer.parseInt(each[i], 0, dash < 0 ? each[i].length() : dash, 16);
      bounds[2 * i + 1] = 1 + Integer.parseInt(each[i], dash + 1, each[i].length(), 16);
    }
    return new CodePoints(bounds);
  }

  boolean contains(int point) {
    int found = Arrays.binarySearch(bounds, point);
    return found >= 0 ? found % 2 == 0 : -found % 2 == 0;
  }
}
