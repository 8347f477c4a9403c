package dev.nameplate.server.operation;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.resolve.Pages;

/**
 * A request for a page of a list.
 *
 * @param size the most entries, 1 to 1,000; 0 for {@value #DEFAULT_SIZE}
 * @param token the token of the previous page; empty for the first page
 */
public record PageRequest(int size, String token) {
  /** Default number of entries of a page. */
  public static final int DEFAULT_SIZE = 100;

  /**
   * The most bytes of the statements of a page, so that it fits into the 4 MiB that clients take in
   * one message unless told otherwise.
   */
  static final long BYTES = 3 << 20;

  public PageRequest {
    if (size < 0 || size > Pages.MAX_SIZE) {
      throw InvalidInputException.of(
          "page_size",
          Integer.toUnsignedString(size),
          "1 to " + Pages.MAX_SIZE + ", or 0 for " + DEFAULT_SIZE);
    }
    size = size == 0 ? DEFAULT_SIZE : size;
  }
}
