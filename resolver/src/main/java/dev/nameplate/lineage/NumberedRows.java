package dev.nameplate.lineage;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import java.util.Optional;

/**
 * The rows of one kind that have a number each. Cheap where they are asked for in the order of
 * their numbers. Used by one thread.
 */
final class NumberedRows {
  /** Most rows to step over; beyond, a seek is cheaper. */
  private static final int WORTH_STEPPING = 4;

  /** Rows whose numbers are so far apart are rarely so near each other. */
  private static final int FAR = 16;

  private final LineageCursor cursor;
  private final byte kind;
  private long here = Long.MAX_VALUE;

  NumberedRows(LineageCursor cursor, byte kind) {
    this.cursor = cursor;
    this.kind = kind;
  }

  /** The row with a number, if there is one. */
  Optional<Bytes> at(long number) {
    if (number - here <= FAR) {
      for (int steps = 0; here < number && steps < WORTH_STEPPING; steps++) {
        stand(cursor.next());
      }
    }
    if (here != number) {
      stand(cursor.seek(Keys.of(kind, number)));
    }
    return here == number ? Optional.of(cursor.value()) : Optional.empty();
  }

  private void stand(boolean there) {
    here = there && cursor.keyByte(0) == kind ? cursor.keyLong(1) : Long.MAX_VALUE;
  }
}
