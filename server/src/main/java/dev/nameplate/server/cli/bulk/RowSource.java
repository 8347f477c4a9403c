package dev.nameplate.server.cli.bulk;

import java.util.Optional;

/**
 * Rows in the order of a file, read on demand. Used by one thread; must be closed. Blocks while it
 * reads.
 */
interface RowSource extends AutoCloseable {
  /** The next row; empty at the end. */
  Optional<ReadRow> next();

  @Override
  void close();
}
