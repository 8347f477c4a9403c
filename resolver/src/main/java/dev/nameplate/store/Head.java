package dev.nameplate.store;

import dev.nameplate.record.Bytes;

/**
 * The committed end of a log. Moving the head is the commit point.
 *
 * @param epoch term of the owner; rises whenever a process opens the log; 0 only in a log never
 *     opened
 * @param batches number of committed batches: rows of batches below it are visible
 * @param statements number of committed statements
 * @param timeMillis time of the newest batch, milliseconds since 1970-01-01T00:00:00Z; 0 in an
 *     empty log
 * @param root root of the log tree over the committed batches, 32 bytes
 */
public record Head(long epoch, long batches, long statements, long timeMillis, Bytes root) {
  /**
   * The head of a log that was never opened; its root is that of the empty tree (RFC 9162, section
   * 2.1.1).
   */
  public static final Head NONE =
      new Head(
          0,
          0,
          0,
          0,
          Bytes.fromHex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
}
