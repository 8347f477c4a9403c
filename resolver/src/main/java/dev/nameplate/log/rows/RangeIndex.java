package dev.nameplate.log.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.Table;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.v1.RangeBody;
import dev.nameplate.v1.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the range that holds an identifier. The patterns of a prefix's ranges are kept in memory
 * from the first question about it on, about 500 bytes each; the ranges are read from the store,
 * each in one seek. Thread-safe.
 *
 * <p>The rows of a pattern are named by the last numbers of its ranges, which do not overlap: so
 * the range of a number is the first row at or behind the number, or there is none.
 */
public final class RangeIndex {
  private final RecordStore store;
  private final Map<Prefix, RangePatterns> prefixes = new ConcurrentHashMap<>();

  /** The ranges in a store. */
  public RangeIndex(RecordStore store) {
    this.store = store;
  }

  /** A row of a range, with its first and last number. */
  public record Found(Row row, long first, long last) {}

  /** The patterns under a prefix. */
  public RangePatterns patterns(Prefix prefix) {
    return prefixes.computeIfAbsent(prefix, this::load);
  }

  /**
   * Adds the pattern of a range before it is committed: readers of the commit need it, while
   * earlier readers find no row.
   */
  public void expect(IdentifierRange range) {
    patterns(range.prefix()).add(range.pattern());
  }

  /** The range that holds an identifier. */
  public Optional<Row> holding(Identifier identifier) {
    for (SuffixPattern pattern : patterns(identifier.prefix()).like(identifier.suffix())) {
      OptionalLong number = pattern.numberOf(identifier.suffix());
      if (number.isPresent()) {
        Optional<Found> range =
            from(identifier.prefix(), pattern, number.getAsLong())
                .filter(found -> found.first() <= number.getAsLong());
        if (range.isPresent()) {
          return range.map(Found::row);
        }
      }
    }
    return Optional.empty();
  }

  /** The first range of a pattern that has a number or one behind it. */
  public Optional<Found> from(Prefix prefix, SuffixPattern pattern, long number) {
    Bytes from = RowKeys.rangeName(pattern, number);
    return store
        .first(Table.STATEMENT, RowKeys.ranges(prefix), from)
        .filter(row -> RowKeys.isRangeOf(pattern, row.key()))
        .map(RangeIndex::found);
  }

  private static Found found(Row row) {
    RangeBody body = body(row);
    return new Found(row, body.getFirst(), body.getLast());
  }

  private static RangeBody body(Row row) {
    try {
      return Statement.parseFrom(StoredStatement.decode(row).body().asByteString()).getRange();
    } catch (InvalidProtocolBufferException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }

  /** Reads one row of each pattern. */
  private RangePatterns load(Prefix prefix) {
    RangePatterns patterns = new RangePatterns();
    Bytes from = Bytes.EMPTY;
    while (true) {
      Optional<Row> row = store.first(Table.STATEMENT, RowKeys.ranges(prefix), from);
      if (row.isEmpty()) {
        return patterns;
      }
      SuffixPattern pattern = pattern(row.get());
      patterns.add(pattern);
      from = RowKeys.rangesEnd(pattern);
    }
  }

  private static SuffixPattern pattern(Row row) {
    try {
      return SuffixPattern.parse(body(row).getPattern());
    } catch (InvalidInputException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }
}
