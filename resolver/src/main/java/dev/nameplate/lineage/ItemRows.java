package dev.nameplate.lineage;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import java.nio.ByteBuffer;

/**
 * The rows of one trail, item by item, each item's in the order of time. Cheap where items are
 * asked for in the order of their numbers: those without rows cost nothing. Used by one thread.
 */
public final class ItemRows {
  /** It is cheaper to step over so many rows than to look for a place. */
  private static final int WORTH_STEPPING = 8;

  private static final int SIZE = 25;

  private final LineageCursor cursor;
  private final byte kind;
  private final long asOf;

  /** Where the cursor stands, unless it is behind all rows of the trail. */
  private boolean onRow;

  /** Whether that row is the first of its item. */
  private boolean atFirst;

  private boolean begun;
  private long item;

  /** No row of the trail stands from this number on up to the one of the row, or to the end. */
  private long gapFrom;

  ItemRows(LineageCursor cursor, Trail trail, long asOf) {
    this.cursor = cursor;
    this.kind = trail.kind();
    this.asOf = asOf;
  }

  /**
   * Goes to the first row of an item.
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
   * Goes to the next row of the item.
   *
   * @return whether there is one
   */
  public boolean next() {
    long number = item;
    step();
    return onRow && item == number && known();
  }

  /**
   * Goes to the first row of an item at a time or later.
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
   * Goes to the last row of an item.
   *
   * @return whether it has one
   */
  public boolean last(long number) {
    begun = false;
    byte[] end =
        ByteBuffer.allocate(SIZE).put(kind).putLong(number).putLong(-1).putLong(-1).array();
    boolean found = cursor.seekLast(Bytes.wrap(end));
    read(found);
    while (onRow && item == number && position() >= asOf && position() > 0) {
      read(cursor.seekLast(before()));
    }
    return onRow && item == number && position() < asOf;
  }

  private Bytes before() {
    return Bytes.wrap(
        ByteBuffer.allocate(SIZE)
            .put(kind)
            .putLong(item)
            .putLong(cursor.keyLong(Keys.TIME_AT))
            .putLong(position() - 1) // positions of one time differ, and the least is 0
            .array());
  }

  /** When the event of this row happened, milliseconds since 1970. */
  public long time() {
    return Keys.millis(cursor.keyLong(Keys.TIME_AT));
  }

  /** The position of the event of this row. */
  public long position() {
    return cursor.keyLong(Keys.POSITION_AT);
  }

  /**
   * Whether this row's event stands before that of a row of another trail: by time, then position.
   */
  public boolean isBefore(ItemRows other) {
    return time() < other.time() || (time() == other.time() && position() < other.position());
  }

  Bytes value() {
    return cursor.value();
  }

  /** Passes over what is not known yet. */
  private boolean known() {
    long number = item;
    while (onRow && item == number) {
      if (position() < asOf) {
        return true;
      }
      step();
    }
    return false;
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
