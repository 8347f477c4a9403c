package dev.nameplate.log.read;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.rows.RangeIndex;
import dev.nameplate.trust.statement.IdentifierRange;
import java.util.Optional;

/**
 * Finds the first common suffix of two sets of ranges, without examining each member: the suffixes
 * of a pattern are in the order of their numbers, so each set in turn skips to its first suffix at
 * or behind the other's, until they agree or one ends.
 */
public final class RangeOverlap {
  /** The most turns; sets that have not met by then are treated as overlapping. */
  private static final int MOST_TURNS = 10_000;

  private RangeOverlap() {}

  /** Suffixes in order. */
  @FunctionalInterface
  public interface Members {
    /** The first suffix that is not before a suffix. */
    Optional<Suffix> atOrBehind(Suffix suffix);
  }

  /** The members of one range. */
  public static Members of(IdentifierRange range) {
    return suffix -> {
      long number = lowerBound(range.pattern(), suffix, range.first(), range.last() + 1);
      return number > range.last()
          ? Optional.empty()
          : Optional.of(range.pattern().numbered(number));
    };
  }

  /** The members of all committed ranges of a pattern. */
  public static Members of(RangeIndex ranges, Prefix prefix, SuffixPattern pattern) {
    return suffix -> {
      long number = lowerBound(pattern, suffix, 0, pattern.mostNumber() + 1);
      return number > pattern.mostNumber()
          ? Optional.empty()
          : ranges
              .from(prefix, pattern, number)
              .map(found -> pattern.numbered(Math.max(number, found.first())));
    };
  }

  /** The first suffix of a range that is also one of the others. */
  public static Optional<Suffix> first(IdentifierRange range, Members others) {
    Members members = of(range);
    Suffix at = range.pattern().numbered(range.first());
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      Optional<Suffix> other = others.atOrBehind(at);
      if (other.isEmpty()) {
        return other;
      }
      Optional<Suffix> mine = members.atOrBehind(other.get());
      if (mine.isEmpty() || mine.equals(other)) {
        return mine;
      }
      at = mine.get();
    }
    return Optional.of(at);
  }

  /** The least number from {@code low}, below {@code end}, whose suffix is not before another. */
  static long lowerBound(SuffixPattern pattern, Suffix suffix, long low, long end) {
    long least = low;
    long above = end;
    while (least < above) {
      long middle = (least + above) >>> 1;
      if (pattern.numbered(middle).compareTo(suffix) < 0) {
        least = middle + 1;
      } else {
        above = middle;
      }
    }
    return least;
  }
}
