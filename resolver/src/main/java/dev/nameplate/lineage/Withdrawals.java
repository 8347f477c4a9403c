package dev.nameplate.lineage;

import dev.nameplate.event.EventKind;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Finds the withdrawn events, as far as their withdrawals are visible to the reader. A withdrawal
 * that was later withdrawn itself has no effect. Cheap where there are few. Used by one thread.
 */
final class Withdrawals {
  /** Depth to which withdrawals of withdrawals are followed; deeper withdrawals are effective. */
  private static final int DEEPEST = 16;

  /** The most withdrawals that are read for an event; further withdrawals are effective. */
  private static final int MOST_LOOKS = 10_000;

  private final LineageCursor byPosition;
  private final LineageCursor byName;
  private final LongFunction<EventRow> events;
  private final Sieve sieve;
  private final boolean anyNamed;

  /** Start of a range of positions without a withdrawal by position. */
  private long gapFrom;

  private long gapTo = -1;

  private int looks;

  Withdrawals(
      LineageCursor byPosition, LineageCursor byName, LongFunction<EventRow> events, Sieve sieve) {
    this.byPosition = byPosition;
    this.byName = byName;
    this.events = events;
    this.sieve = sieve;
    this.anyNamed =
        byName.seek(Bytes.wrap(new byte[] {Keys.WITHDRAWN_NAME}))
            && byName.keyByte(0) == Keys.WITHDRAWN_NAME;
  }

  /** The position of the first effective withdrawal of an event. */
  OptionalLong of(long position) {
    looks = 0;
    OptionalLong found = byPosition(position, DEEPEST);
    return found.isPresent() || !anyNamed ? found : of(events.apply(position));
  }

  /** The position of the first effective withdrawal of an event whose row is known. */
  OptionalLong of(EventRow event) {
    looks = 0;
    OptionalLong found = byPosition(event.position(), DEEPEST);
    return found.isPresent() ? found : byName(event, DEEPEST);
  }

  private OptionalLong byPosition(long position, int deepest) {
    if (position >= gapFrom && position < gapTo) {
      return OptionalLong.empty();
    }
    boolean there = byPosition.seek(Keys.of(Keys.WITHDRAWN, position));
    gapFrom = position;
    gapTo = there && isWithdrawn(byPosition) ? byPosition.keyLong(1) : Long.MAX_VALUE;
    for (; there && isWithdrawn(byPosition) && byPosition.keyLong(1) == position; ) {
      long withdrawal = byPosition.keyLong(9);
      if (isKnown(withdrawal)) {
        if (stands(withdrawal, deepest)) {
          return OptionalLong.of(withdrawal);
        }
        gapTo = -1;
        there = byPosition.seek(Keys.of(Keys.WITHDRAWN, position, withdrawal + 1));
      } else {
        there = byPosition.next();
      }
    }
    return OptionalLong.empty();
  }

  /** True if a withdrawal was not itself withdrawn. */
  private boolean stands(long withdrawal, int deepest) {
    if (deepest == 0 || ++looks > MOST_LOOKS) {
      return true;
    }
    return byPosition(withdrawal, deepest - 1).isEmpty()
        && (!anyNamed || byName(events.apply(withdrawal), deepest - 1).isEmpty());
  }

  private boolean isKnown(long withdrawal) {
    return sieve.isRecorded(withdrawal) && sieve.shows(withdrawal);
  }

  private static boolean isWithdrawn(LineageCursor cursor) {
    return cursor.keyByte(0) == Keys.WITHDRAWN;
  }

  /** The first effective withdrawal by name; of a withdrawal only a later one, to avoid cycles. */
  private OptionalLong byName(EventRow event, int deepest) {
    if (!anyNamed || event.name().isEmpty()) {
      return OptionalLong.empty();
    }
    Bytes first = Keys.digest(Keys.WITHDRAWN_NAME, event.name());
    long from = event.kind() == EventKind.WITHDRAW ? event.position() + 1 : 0;
    boolean there = byName.seek(Keys.digest(Keys.WITHDRAWN_NAME, event.name(), from));
    while (there && startsWith(byName.key(), first)) {
      long withdrawal = byName.keyLong(1 + Keys.DIGEST_SIZE);
      if (!isKnown(withdrawal)) {
        there = byName.next();
      } else if (stands(withdrawal, deepest)) {
        return OptionalLong.of(withdrawal);
      } else {
        there = byName.seek(Keys.digest(Keys.WITHDRAWN_NAME, event.name(), withdrawal + 1));
      }
    }
    return OptionalLong.empty();
  }

  private static boolean startsWith(Bytes key, Bytes start) {
    return key.asByteString().startsWith(start.asByteString());
  }
}
