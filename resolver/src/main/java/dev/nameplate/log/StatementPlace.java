package dev.nameplate.log;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.Delegation;
import dev.nameplate.trust.IdentifierRange;
import dev.nameplate.trust.RecordedEvent;
import java.util.Collection;

/**
 * Where a statement stands in a store, which follows from what it says.
 *
 * @param key where its row stands
 * @param version which version it is
 * @param previous leaf hash of the version before; empty if it is the first
 */
record StatementPlace(RowKey key, long version, Bytes previous) {
  /**
   * Places a statement.
   *
   * @param said the record, the range, the delegation or the event
   * @param own the prefixes of the log's anchors
   */
  static StatementPlace of(Object said, Collection<Prefix> own) {
    if (said instanceof IdentifierRecord record) {
      return new StatementPlace(
          RowKeys.statement(record.identifier()), record.version(), record.previous());
    }
    if (said instanceof Delegation delegation) {
      Prefix root = new PrefixTable(own).root(delegation.prefix()).orElseThrow();
      return new StatementPlace(
          RowKeys.delegation(root, delegation.prefix()),
          delegation.version(),
          delegation.previous());
    }
    if (said instanceof IdentifierRange range) {
      return new StatementPlace(RowKeys.range(range), 1, Bytes.EMPTY);
    }
    if (said instanceof RecordedEvent event) {
      return new StatementPlace(EventRows.key(event), 1, Bytes.EMPTY);
    }
    throw new IllegalArgumentException(
        "statement: " + said.getClass().getSimpleName() + " (expected: a kind with a place)");
  }
}
