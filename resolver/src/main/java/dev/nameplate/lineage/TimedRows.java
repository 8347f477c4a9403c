package dev.nameplate.lineage;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;

/**
 * The events of a process, of a recorder, or of a recorder with a business step, in the order of
 * time. Events that the reader may not see are passed over. Used by one thread; must be closed.
 */
public final class TimedRows implements AutoCloseable {
  private static final int TIME_AT = 1 + Keys.DIGEST_SIZE;
  private static final int POSITION_AT = TIME_AT + Long.BYTES;

  private final LineageCursor cursor;
  private final Bytes first;
  private final Sieve sieve;
  private boolean begun;
  private boolean hidden;

  /**
   * Rows that are found by a digest.
   *
   * @param kind of the rows
   */
  TimedRows(LineageCursor cursor, byte kind, Bytes digest, Sieve sieve) {
    this.cursor = cursor;
    this.first = Keys.digest(kind, digest);
    this.sieve = sieve;
  }

  /**
   * Moves to the next event, initially to the first.
   *
   * @return whether there is one
   */
  public boolean next() {
    boolean there = begun ? cursor.next() : cursor.seek(first);
    begun = true;
    return shown(there);
  }

  /**
   * Moves to the first event at a time and position, or behind.
   *
   * @return whether there is one
   */
  public boolean from(long millis, long position) {
    begun = true;
    return shown(cursor.seek(Keys.timed(first, millis, position)));
  }

  /** Skips rows that are not yet recorded or are hidden. */
  private boolean shown(boolean onRow) {
    boolean there = onRow;
    while (there && Keys.startsWith(cursor.key(), first)) {
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
   * True if events were skipped because they are hidden from the reader, whenever they were
   * recorded.
   */
  public boolean hasHidden() {
    return hidden;
  }

  /** Time of the event, milliseconds since 1970. */
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
