package dev.nameplate.resolve;

import java.util.List;

/**
 * A page of a list. Immutable.
 *
 * @param <T> an entry
 * @param entries the entries; there may be none while there is a next page
 * @param nextToken the token of the next page; empty on the last
 */
public record Page<T>(List<T> entries, String nextToken) {
  /** Copies the list. */
  public Page {
    entries = List.copyOf(entries);
  }
}
