package dev.nameplate.server.cli.bulk;

import java.util.Locale;

/** Kind of value that a cell is read as. */
enum ValueKind {
  /** The cell's text verbatim, for example {@code 160.21L}. */
  TEXT,
  /** An exact decimal number in JSON's syntax. */
  NUMBER,
  /** A reference to another identifier, made by a template. */
  REFERENCE,
  /** A JSON text. */
  JSON,
  /** Bytes, written in Base64. */
  BINARY;

  /** The name in mapping files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
