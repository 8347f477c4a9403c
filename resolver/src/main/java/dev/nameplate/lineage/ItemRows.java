package dev.nameplate.lineage;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import java.nio.ByteBuffer;

/**
 * The rows of one trail, item by item, each item's in the order of time. Rows that the reader may
 * not see are passed over; {@link #hasHidden} tells that there are some. Cheap where items are
 * asked for in the order of their numbers: those without rows cost nothing. Used by one thread.
 */
public final class ItemRows {
  /** Most rows to step over; beyond, a seek is cheaper. */
  private static final int WORTH_STEPPING = 8;

  private static final int SIZE = 25;

  private final LineageCursor cursor;
  private final byte kind;
  private final Sieve sieve;

  /** True while the cursor is on a row of the trail. */
  private boolean onRow;

  /** True if that row is the first of its item. */
  private boolean atFirst;

  private boolean begun;
  private long item;

  /** Start of a range of numbers without rows, up to the current row's number, or to the end. */
  private long gapFrom;

  /** The item of the last row that was skipped because it is hidden from the reader. */
  private long hiddenOf = -1;

  ItemRows(LineageCursor cursor, Trail trail, Sieve sieve) {
    this.cursor = cursor;
    this.kind = trail.kind();
    this.sieve = sieve;
  }

  /**
   * Moves to the first row of an item.
   *
   * @return whether it has one; on it are {@link #time} and {@link #position}
   */
  public boolean first(long number) {
    if (!begun || number < gapFrom || (onRow && number == item && !atFirst)) {
      seek(number);
    } else if (onRow && number > item) {
      for (int steps = 0; onRow && item < number && steps < WORTH_STEPPING; steps++) {
        step();
      }
      if (onRow && item < number) {
        seek(number);
      }
    }
    return onRow && item == number && known();
  }

  /**
   * Moves to the next row of the item.
   *
   * @return whether there is one
   */
  public boolean next() {
    long number = item;
    step();
    return onRow && item == number && known();
  }

  /**
   * Moves to the first row of an item at a time or later.
   *
   * @return whether it has one
   */
  public boolean from(long number, long millis) {
    begun = false;
    read(
        cursor.seek(
            Bytes.wrap(
                ByteBuffer.allocate(17)
                    .put(kind)
                    .putLong(number)
                    .putLong(Keys.order(millis))
                    .array())));
    return onRow && item == number && known();
  }

  /**
   * Moves to the last row of an item.
   *
   * @return whether it has one
   */
  public boolean last(long number) {
    begun = false;
    byte[] end =
        ByteBuffer.allocate(SIZE).put(kind).putLong(number).putLong(-1).putLong(-1).array();
    boolean found = cursor.seekLast(Bytes.wrap(end));
    read(found);
    while (onRow && item == number && !isShown()) {
      read(cursor.seekLast(before()));
    }
    return onRow && item == number;
  }

  /** The greatest key that a row before this one can have. */
  private Bytes before() {
    ByteBuffer key =
        ByteBuffer.allocate(SIZE)
            .put(kind)
            .putLong(item)
            .putLong(cursor.keyLong(Keys.TIME_AT))
            .putLong(position());
    for (int at = SIZE - 1; key.put(at, (byte) (key.get(at) - 1)).get(at) == -1; at--) {
      // a byte that was 0 borrows from the one before it
    }
    return Bytes.wrap(key.array());
  }

  /**
   * True if rows of an item were skipped because they are hidden from the reader: complete once
   * {@link #first} and {@link #next} have gone through its rows. Rows at or behind the position of
   * the question are included, so that moving that position reveals no hidden event.
   */
  public boolean hasHidden(long number) {
    return hiddenOf == number;
  }

  /** Time of this row's event, milliseconds since 1970. */
  public long time() {
    return Keys.millis(cursor.keyLong(Keys.TIME_AT));
  }

  /** The position of the event of this row. */
  public long position() {
    return cursor.keyLong(Keys.POSITION_AT);
  }

  /** True if this row's event precedes that of a row of another trail: by time, then position. */
  public boolean isBefore(ItemRows other) {
    return time() < other.time() || (time() == other.time() && position() < other.position());
  }

  Bytes value() {
    return cursor.value();
  }

  /** Skips rows that are not yet recorded or are hidden. */
  private boolean known() {
    long number = item;
    while (onRow && item == number) {
      if (isShown()) {
        return true;
      }
      step();
    }
    return false;
  }

  private boolean isShown() {
    if (!sieve.shows(position(), item)) {
      hiddenOf = item; // whenever it was recorded: asking as of positions would find which
      return false;
    }
    return sieve.isRecorded(position());
  }

  private void seek(long number) {
    begun = true;
    gapFrom = number;
    read(cursor.seek(Keys.of(kind, number)));
    atFirst = true;
  }

  private void step() {
    long before = item;
    read(cursor.next());
    atFirst = item != before;
    if (atFirst || !onRow) {
      gapFrom = before + 1;
    }
  }

  private void read(boolean there) {
    onRow = there && cursor.keyByte(0) == kind && cursor.keySize() == SIZE;
    if (onRow) {
      item = cursor.keyLong(Keys.NUMBER_AT);
    }
  }
}
