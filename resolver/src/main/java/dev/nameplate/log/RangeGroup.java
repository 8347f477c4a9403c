package dev.nameplate.log;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.trust.IdentifierRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ranges of writes that are committed together. Decides against what is committed and what
 * stands before in the group. Used by one thread.
 */
final class RangeGroup {
  /** The most patterns of ranges under one prefix: they are kept in memory. */
  static final int MOST_PATTERNS = 4096;

  private final StatementReader committed;
  private final List<Pending> pending = new ArrayList<>();

  RangeGroup(StatementReader committed) {
    this.committed = committed;
  }

  /** A range that was accepted, and its write. */
  private record Pending(IdentifierRange range, RangeShape shape, Accepted write) {}

  /** What the group assigns. */
  List<IdentifierRange> ranges() {
    return pending.stream().map(Pending::range).toList();
  }

  /** The write before in the group that assigned the range of an identifier. */
  Optional<Accepted> holding(Identifier identifier) {
    return pending.stream()
        .filter(earlier -> earlier.range().numberOf(identifier).isPresent())
        .map(Pending::write)
        .findFirst();
  }

  void accept(IdentifierRange range, Accepted write) {
    pending.add(new Pending(range, RangeShape.of(range.pattern()), write));
  }

  /**
   * The first identifier of a range that was ever assigned.
   *
   * @param written what stands before in the group
   * @throws InvalidRecordException if there are too many patterns under its prefix
   */
  Optional<Identifier> conflict(IdentifierRange range, Iterable<Identifier> written) {
    RangePatterns patterns = committed.ranges().patterns(range.prefix());
    if (patterns.size() >= MOST_PATTERNS && !patterns.contains(range.pattern())) {
      throw new InvalidRecordException(
          "pattern",
          range.pattern().toString(),
          "one of the "
              + MOST_PATTERNS
              + " patterns that ranges under "
              + range.prefix()
              + " have");
    }
    Optional<Identifier> first = committedMember(range);
    for (Identifier other : written) {
      if (range.numberOf(other).isPresent()) {
        first = lesser(first, other);
      }
    }
    RangeShape shape = RangeShape.of(range.pattern());
    for (Pending other : pending) {
      if (other.range().prefix().equals(range.prefix()) && shape.meets(other.shape())) {
        first = lesser(first, range, RangeOverlap.first(range, RangeOverlap.of(other.range())));
      }
    }
    return first;
  }

  /** The first identifier of a range that is assigned in this log, or else in the one before it. */
  private Optional<Identifier> committedMember(IdentifierRange range) {
    Optional<Identifier> first = inRecords(range);
    RangeShape shape = RangeShape.of(range.pattern());
    for (RangeShape other : committed.ranges().patterns(range.prefix()).all()) {
      if (shape.meets(other)) {
        RangeOverlap.Members members =
            RangeOverlap.of(committed.ranges(), range.prefix(), other.pattern());
        first = lesser(first, range, RangeOverlap.first(range, members));
      }
    }
    return first.or(
        () ->
            committed
                .former()
                .flatMap(former -> new RangeGroup(former.statements()).committedMember(range)));
  }

  /** Looks at the rows between the first and the last member, up to the first that is one. */
  private Optional<Identifier> inRecords(IdentifierRange range) {
    Suffix last = range.pattern().numbered(range.last());
    Suffix first = range.pattern().numbered(range.first());
    try (RowCursor rows = committed.recordRows(range.prefix(), first)) {
      while (rows.hasNext()) {
        Row row = rows.next();
        Suffix suffix = Suffix.parse(row.key().name().toUtf8());
        if (suffix.compareTo(last) > 0) {
          break;
        }
        Identifier identifier = Identifier.of(range.prefix(), suffix);
        if (range.numberOf(identifier).isPresent()) {
          return Optional.of(identifier);
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Identifier> lesser(
      Optional<Identifier> first, IdentifierRange range, Optional<Suffix> other) {
    return other.map(suffix -> lesser(first, Identifier.of(range.prefix(), suffix))).orElse(first);
  }

  private static Optional<Identifier> lesser(Optional<Identifier> first, Identifier other) {
    return first.isPresent() && first.get().compareTo(other) <= 0 ? first : Optional.of(other);
  }
}
