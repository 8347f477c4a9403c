package dev.nameplate.lineage;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;

/** The events of one process, in the order of time. Used by one thread; must be closed. */
public final class ProcessRows implements AutoCloseable {
  private static final int TIME_AT = 1 + Keys.DIGEST_SIZE;
  private static final int POSITION_AT = TIME_AT + Long.BYTES;

  private final LineageCursor cursor;
  private final Bytes first;
  private final long asOf;
  private boolean begun;

  ProcessRows(LineageCursor cursor, Bytes process, long asOf) {
    this.cursor = cursor;
    this.first = Keys.digest(Keys.PROCESS, process);
    this.asOf = asOf;
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
      if (position() < asOf) {
        return true;
      }
      there = cursor.next();
    }
    return false;
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
