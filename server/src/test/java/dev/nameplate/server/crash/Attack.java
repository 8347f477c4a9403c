package dev.nameplate.server.crash;

import java.io.IOException;

/** Something that a hostile caller does again and again. */
interface Attack extends AutoCloseable {
  /** Does it once, for a second at most. */
  void strike() throws IOException, InterruptedException;

  /** Hangs up. */
  @Override
  void close() throws IOException;
}
