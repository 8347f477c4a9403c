package dev.nameplate.server.cli.bulk;

import java.util.Locale;
import java.util.Optional;

/** File format of a table. */
enum FileFormat {
  /** Comma-separated values with a header line (RFC 4180). */
  CSV,
  /** JSON Lines: an object per row. */
  JSONL;

  /** The format that a file's name ends in. */
  static Optional<FileFormat> of(String fileName) {
    String lower = fileName.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".csv")) {
      return Optional.of(CSV);
    }
    return lower.endsWith(".jsonl") ? Optional.of(JSONL) : Optional.empty();
  }

  /** The name in mapping files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
