package dev.nameplate.server.cli.bulk;

import java.util.Locale;

/** Treatment of an empty cell. */
enum EmptyCells {
  /** The record has no such value. */
  SKIP,
  /** The record has the value, with an empty text. */
  KEEP,
  /** The row is refused. */
  REFUSE;

  /** The name in mapping files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
