package dev.nameplate.log.rows;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Derives the rows of statements, kind by kind: the key of each, its predecessor, and the index
 * rows that lead to it. Used by one thread.
 */
public final class StatementRows {
  private final Templates templates;
  private final RangeIndex ranges;
  private final PrefixTable own;

  /**
   * Reads a store.
   *
   * @param own the prefixes of the log's anchors
   */
  public StatementRows(RecordStore store, Collection<Prefix> own) {
    this.templates = new Templates(store);
    this.ranges = new RangeIndex(store);
    this.own = new PrefixTable(own);
  }

  /**
   * The location of a statement.
   *
   * @param key key of its row
   * @param version its version
   * @param previous leaf hash of the previous version; empty for the first
   */
  public record Place(RowKey key, long version, Bytes previous) {}

  /** The location of a record, a range, a delegation or an event. */
  public Place place(Object said) {
    if (said instanceof IdentifierRecord record) {
      return new Place(RowKeys.statement(record.identifier()), record.version(), record.previous());
    }
    if (said instanceof Delegation delegation) {
      Prefix root = own.root(delegation.prefix()).orElseThrow();
      return new Place(
          RowKeys.delegation(root, delegation.prefix()),
          delegation.version(),
          delegation.previous());
    }
    if (said instanceof IdentifierRange range) {
      return new Place(RowKeys.range(range), 1, Bytes.EMPTY);
    }
    if (said instanceof RecordedEvent event) {
      return new Place(EventRows.key(event), 1, Bytes.EMPTY);
    }
    throw new IllegalArgumentException(
        "statement: " + said.getClass().getSimpleName() + " (expected: a kind with a place)");
  }

  /** The index rows by which a statement is found, from what of it is disclosed here. */
  public List<Row> index(Object said, long batch) {
    if (said instanceof IdentifierRecord record) {
      return templates.rows(record, batch);
    }
    return said instanceof RecordedEvent event ? EventRows.names(event, batch) : List.of();
  }

  /** The committed range whose member a record is: its statement is version 1 of the record. */
  public Optional<Row> rangeOf(Object said) {
    return said instanceof IdentifierRecord record
        ? ranges.holding(record.identifier())
        : Optional.empty();
  }

  /** Registers a statement that later statements may depend on, before it is committed. */
  public void expect(Object said) {
    if (said instanceof IdentifierRecord record) {
      templates.expect(record);
    } else if (said instanceof IdentifierRange range) {
      ranges.expect(range);
    }
  }

  /** Marks registered statements as committed. */
  public void settle() {
    templates.settle();
  }
}
