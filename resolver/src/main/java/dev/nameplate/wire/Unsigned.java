package dev.nameplate.wire;

import dev.nameplate.error.InvalidInputException;

/** Unsigned numbers of the wire. */
public final class Unsigned {
  private Unsigned() {}

  /**
   * A number that a {@code long} holds.
   *
   * @throws InvalidInputException if it is larger
   */
  public static long number(String field, long unsigned) {
    if (unsigned < 0) {
      throw InvalidInputException.of(
          field, Long.toUnsignedString(unsigned), "at most " + Long.MAX_VALUE);
    }
    return unsigned;
  }

  /**
   * A limit that an {@code int} holds; 0 for none.
   *
   * @throws InvalidInputException if it is larger
   */
  static int limit(String field, int unsigned) {
    if (unsigned < 0) {
      throw InvalidInputException.of(
          field,
          Integer.toUnsignedString(unsigned),
          "at most " + Integer.MAX_VALUE + ", or 0 for no limit");
    }
    return unsigned;
  }
}
