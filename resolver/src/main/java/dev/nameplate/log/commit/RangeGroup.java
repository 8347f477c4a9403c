package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.RangeOverlap;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.RangePatterns;
import dev.nameplate.log.rows.RangeShape;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.StatementKind;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ranges of writes that are committed together. Decides against what is committed and what
 * stands before in the group. Used by one thread.
 */
final class RangeGroup {
  /** The most patterns of ranges under one prefix: they are kept in memory. */
  static final int MOST_PATTERNS = 4096;

  /** The most single identifiers that a block skips before it is refused. */
  private static final int MOST_PASSED = 64;

  private final CommitGroup group;
  private final StatementReader committed;
  private final Drafter drafter;
  private final Sequences sequences;

  RangeGroup(CommitGroup group, StatementReader committed, Drafter drafter, Sequences sequences) {
    this.group = group;
    this.committed = committed;
    this.drafter = drafter;
    this.sequences = sequences;
  }

  Supplier<Receipt> assign(PendingWrite pending, Write.AssignRange assign) {
    return decide(pending, assign.range(), pending.first().orElseThrow());
  }

  /** Assigns the next free numbers, behind identifiers assigned by name among them. */
  Supplier<Receipt> mint(PendingWrite pending, Write.MintBlock block) {
    IdentifierRange range = next(block);
    return decide(pending, range, drafter.range(range));
  }

  private IdentifierRange next(Write.MintBlock block) {
    SuffixPattern pattern = block.patternAt(Instant.ofEpochMilli(group.timeMillis()));
    long from = 1;
    for (int i = 0; ; i++) {
      IdentifierRange range =
          block.from(pattern, sequences.drawBlock(block, pattern, from, group::isTaken));
      Optional<Identifier> conflict = conflict(range);
      if (conflict.isEmpty() || i == MOST_PASSED) {
        return range;
      }
      from = range.numberOf(conflict.get()).orElseThrow() + 1;
    }
  }

  private Supplier<Receipt> decide(PendingWrite pending, IdentifierRange range, Draft draft) {
    Optional<Identifier> conflict = conflict(range);
    if (conflict.isEmpty()) {
      return group.accept(new AcceptedRange(pending, draft, range));
    }
    Identifier member = conflict.get();
    Optional<AcceptedNames> earlier = group.uncommitted().newest(member);
    if (earlier.isPresent()) {
      AcceptedNames taken = earlier.get();
      return () -> {
        throw new AlreadyAssignedException(
            range, taken.draft(member).identifier(), taken.receipt(), taken.isRange(range));
      };
    }
    Verified<IdentifierRecord> existing = committed.newest(member).orElseThrow();
    boolean same =
        existing.statement().is(StatementKind.RANGE)
            && RangeBody.parse(existing.statement().body()).range().equals(range);
    throw new AlreadyAssignedException(
        range, existing.value().identifier(), StatementReader.receiptOfWrite(existing), same);
  }

  /**
   * The first identifier of a range that was ever assigned.
   *
   * @throws InvalidRecordException if there are too many patterns under its prefix
   */
  private Optional<Identifier> conflict(IdentifierRange range) {
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
    Optional<Identifier> first = committedMember(committed, range);
    for (Identifier other : group.accepted().identifiers()) {
      if (range.numberOf(other).isPresent()) {
        first = lesser(first, other);
      }
    }
    RangeShape shape = RangeShape.of(range.pattern());
    for (AcceptedRange other : group.accepted().ranges()) {
      if (other.range().prefix().equals(range.prefix()) && shape.meets(other.shape())) {
        first = lesser(first, range, RangeOverlap.first(range, RangeOverlap.of(other.range())));
      }
    }
    return first;
  }

  /** The first identifier of a range that is assigned in this log, or else in its former log. */
  private static Optional<Identifier> committedMember(
      StatementReader committed, IdentifierRange range) {
    Optional<Identifier> first = inRecords(committed, range);
    RangeShape shape = RangeShape.of(range.pattern());
    for (RangeShape other : committed.ranges().patterns(range.prefix()).all()) {
      if (shape.meets(other)) {
        RangeOverlap.Members members =
            RangeOverlap.of(committed.ranges(), range.prefix(), other.pattern());
        first = lesser(first, range, RangeOverlap.first(range, members));
      }
    }
    return first.or(
        () -> committed.former().flatMap(former -> committedMember(former.statements(), range)));
  }

  /** Looks at the rows between the first and the last member, up to the first that is one. */
  private static Optional<Identifier> inRecords(StatementReader committed, IdentifierRange range) {
    Suffix last = range.pattern().numbered(range.last());
    Suffix first = range.pattern().numbered(range.first());
    try (RowCursor rows =
        committed.rowsFrom(RowKeys.statement(Identifier.of(range.prefix(), first)))) {
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
