package dev.nameplate.log.read;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.rows.RangeIndex;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.StatementKind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of all ranges of a pattern in order, made on demand. Used by one thread. */
final class RangeMembers implements Comparable<RangeMembers> {
  private final RangeIndex ranges;
  private final Prover prover;
  private final Prefix prefix;
  private final SuffixPattern pattern;
  private @Nullable Verified<IdentifierRange> range;
  private long number;
  private Suffix suffix;

  private RangeMembers(
      RangeIndex ranges, Prover prover, Prefix prefix, SuffixPattern pattern, long number) {
    this.ranges = ranges;
    this.prover = prover;
    this.prefix = prefix;
    this.pattern = pattern;
    this.number = number;
    this.suffix = pattern.numbered(pattern.mostNumber());
  }

  /** The members from a suffix on; empty if there is none. */
  static Optional<RangeMembers> from(
      RangeIndex ranges, Prover prover, Prefix prefix, SuffixPattern pattern, String from) {
    long least =
        from.isEmpty()
            ? 0
            : RangeOverlap.lowerBound(pattern, Suffix.parse(from), 0, pattern.mostNumber() + 1);
    RangeMembers members = new RangeMembers(ranges, prover, prefix, pattern, least);
    return least <= pattern.mostNumber() && members.find()
        ? Optional.of(members)
        : Optional.empty();
  }

  /** The suffix of the current member. */
  Suffix suffix() {
    return suffix;
  }

  /** The current member. */
  Verified<IdentifierRecord> member() {
    if (range == null) {
      throw new IllegalStateException("after the last member");
    }
    return Verified.member(range, number);
  }

  /** Moves to the next member; false if there is none. */
  boolean advance() {
    if (number == pattern.mostNumber()) {
      return false;
    }
    number++;
    return find();
  }

  private boolean find() {
    if (range == null || number > range.value().last()) {
      Optional<RangeIndex.Found> found = ranges.from(prefix, pattern, number);
      if (found.isEmpty()) {
        return false;
      }
      Verified<IdentifierRange> next = prover.prove(found.get().row(), StatementKind.RANGE);
      number = Math.max(number, next.value().first());
      range = next;
    }
    suffix = range.value().pattern().numbered(number);
    return true;
  }

  @Override
  public int compareTo(RangeMembers other) {
    return suffix.compareTo(other.suffix);
  }
}
