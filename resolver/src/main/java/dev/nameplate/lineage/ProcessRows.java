package dev.nameplate.lineage;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;

/**
 * The events of one process, in the order of time. Events that the reader may not see are passed
 * over. Used by one thread; must be closed.
 */
public final class ProcessRows implements AutoCloseable {
  private static final int TIME_AT = 1 + Keys.DIGEST_SIZE;
  private static final int POSITION_AT = TIME_AT + Long.BYTES;

  private final LineageCursor cursor;
  private final Bytes first;
  private final Sieve sieve;
  private boolean begun;
  private boolean hidden;

  ProcessRows(LineageCursor cursor, Bytes process, Sieve sieve) {
    this.cursor = cursor;
    this.first = Keys.digest(Keys.PROCESS, process);
    this.sieve = sieve;
  }

  /**
   * Goes to the next event, at first to the first one.
   *
   * @return whether there is one
   */
  public boolean next() {
    boolean there = begun ? cursor.next() : cursor.seek(first);
    begun = true;
    while (there && cursor.key().asByteString().startsWith(first.asByteString())) {
      if (!sieve.shows(position())) {
        hidden = true; // whenever it was recorded: asking as of positions would find which
      } else if (sieve.isRecorded(position())) {
        return true;
      }
      there = cursor.next();
    }
    return false;
  }

  /**
   * Whether events of the process were passed over because the reader may not see them, whenever
   * they were recorded.
   */
  public boolean hasHidden() {
    return hidden;
  }

  /** When the event happened, milliseconds since 1970. */
  public long time() {
    return Keys.millis(cursor.keyLong(TIME_AT));
  }

  /** The position of the event. */
  public long position() {
    return cursor.keyLong(POSITION_AT);
  }

  @Override
  public void close() {
    cursor.close();
  }
}
