package dev.nameplate.log.audit;

import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.Table;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the statements of batches without their manifests: by reading all statements. */
final class StatementSearch {
  private final RecordStore store;

  StatementSearch(RecordStore store) {
    this.store = store;
  }

  /**
   * Row keys of the statements of some batches, in the order of their leaves; of two statements
   * with the same leaf, one.
   */
  Map<Long, List<Manifest.Entry>> statementsOf(Collection<Long> batches) {
    Map<Long, TreeMap<Integer, Manifest.Entry>> leaves = new HashMap<>();
    batches.forEach(batch -> leaves.put(batch, new TreeMap<>()));
    try (RowCursor rows = store.scanAll(Table.STATEMENT)) {
      while (rows.hasNext()) {
        Row row = rows.next();
        TreeMap<Integer, Manifest.Entry> ofBatch = leaves.get(row.batch());
        if (ofBatch != null) {
          Rederivation.attempt(row, StoredStatement::decode)
              .ifPresent(
                  stored ->
                      ofBatch.put(
                          stored.leafIndex(), new Manifest.Entry(row.key(), row.version())));
        }
      }
    }
    Map<Long, List<Manifest.Entry>> found = new HashMap<>();
    leaves.forEach((batch, entries) -> found.put(batch, List.copyOf(entries.values())));
    return found;
  }
}
