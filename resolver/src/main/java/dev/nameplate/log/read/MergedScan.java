package dev.nameplate.log.read;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.log.rows.RangeIndex;
import dev.nameplate.log.rows.RangeShape;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.StatementKind;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The records under a prefix in canonical order: those with rows of their own, merged with the
 * members of ranges. A member's own record or tombstone replaces it. Used by one thread.
 */
final class MergedScan implements StatementReader.Scan<IdentifierRecord> {
  private final RowCursor rows;
  private final Prover prover;
  private final PriorityQueue<RangeMembers> members = new PriorityQueue<>();
  private @Nullable Row row;

  /**
   * Begins at a suffix.
   *
   * @param rows the records with rows of their own, from there on
   */
  MergedScan(RowCursor rows, RangeIndex ranges, Prover prover, Prefix prefix, String from) {
    this.rows = rows;
    this.prover = prover;
    for (RangeShape shape : ranges.patterns(prefix).all()) {
      RangeMembers.from(ranges, prover, prefix, shape.pattern(), from).ifPresent(members::add);
    }
    this.row = nextRow();
  }

  @Override
  public boolean hasNext() {
    return row != null || !members.isEmpty();
  }

  @Override
  public Verified<IdentifierRecord> next() {
    Row own = row;
    RangeMembers range = members.peek();
    if (own == null && range == null) {
      throw new NoSuchElementException();
    }
    int order = order(own, range);
    Optional<Verified<IdentifierRecord>> member =
        range == null || order < 0
            ? Optional.empty()
            : order == 0 ? skip() : Optional.of(take(range));
    if (own == null || order > 0) {
      return member.orElseThrow();
    }
    row = nextRow();
    return prover.prove(own, StatementKind.RECORD);
  }

  private static int order(@Nullable Row own, @Nullable RangeMembers range) {
    if (own == null) {
      return 1;
    }
    return range == null ? -1 : Suffix.parse(own.key().name().toUtf8()).compareTo(range.suffix());
  }

  private Verified<IdentifierRecord> take(RangeMembers range) {
    Verified<IdentifierRecord> member = range.member();
    skip();
    return member;
  }

  private Optional<Verified<IdentifierRecord>> skip() {
    RangeMembers range = members.remove();
    if (range.advance()) {
      members.add(range);
    }
    return Optional.empty();
  }

  private @Nullable Row nextRow() {
    return rows.hasNext() ? rows.next() : null;
  }

  @Override
  public void close() {
    rows.close();
  }
}
