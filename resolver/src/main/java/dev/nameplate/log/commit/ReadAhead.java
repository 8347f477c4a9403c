package dev.nameplate.log.commit;

import dev.nameplate.error.NodeException;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A view of the store for the commit thread, with the rows that a group's decisions need: they are
 * read together, before the first decision. Individual reads would take most of the time of a bulk
 * load, and each would be a round trip to a store on another machine. All other rows are read when
 * they are asked for.
 *
 * <p>A row read ahead may be older than the newest commit. Decisions ask the group that is being
 * committed first, so that its rows make no difference.
 *
 * <p>Used by the commit thread; {@link #head}, {@link #first}, {@link #scan} and {@link #forget},
 * which use no row read ahead, by any.
 */
final class ReadAhead extends ForwardingStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(ReadAhead.class);

  /** With fewer names it takes less to read each than to look for the next row. */
  private static final int FEWEST = 16;

  /** Limit of the rows read ahead, in bytes: 16 MiB, or a 32nd of the heap. */
  private static final long MOST_BYTES = Math.min(16L << 20, Runtime.getRuntime().maxMemory() / 32);

  private final Map<RowKey, Optional<Row>> known = new HashMap<>();

  ReadAhead(RecordStore store) {
    super(store);
  }

  /** Reads the rows with some keys, until {@link #release}. */
  void read(List<RowKey> keys) {
    try {
      passGap(keys);
      List<RowKey> rest = new ArrayList<>(keys);
      rest.removeIf(known::containsKey);
      List<Optional<Row>> rows = readAll(rest, MOST_BYTES);
      for (int i = 0; i < rows.size(); i++) {
        known.put(rest.get(i), rows.get(i));
      }
    } catch (NodeException e) {
      // A damaged row among many: only a write that depends on that row is to be refused.
      LOGGER.warn("Rows are read individually: {}", e.getMessage());
    }
  }

  /** Lets go of the rows read ahead. */
  void release() {
    known.clear();
  }

  /**
   * Finds the names before the first row behind the least of them, as ascending names are, free
   * with a single read.
   */
  private void passGap(List<RowKey> keys) {
    List<RowKey> statements = new ArrayList<>();
    String partition = "";
    for (RowKey key : keys) {
      if (key.table() == Table.STATEMENT
          && (statements.isEmpty() || key.partition().equals(partition))) {
        statements.add(key);
        partition = key.partition();
      }
    }
    if (statements.size() >= FEWEST) {
      statements.sort(Comparator.comparing(RowKey::name));
      Optional<Row> next = first(Table.STATEMENT, partition, statements.get(0).name());
      for (RowKey key : statements) {
        if (next.isPresent() && key.name().compareTo(next.get().key().name()) >= 0) {
          return;
        }
        known.put(key, Optional.empty());
      }
    }
  }

  @Override
  public Optional<Row> read(RowKey key) {
    Optional<Row> row = known.get(key);
    return row != null ? row : super.read(key);
  }

  @Override
  public Optional<Row> newest(RowKey key) {
    Optional<Row> row = known.get(key);
    return row != null ? row : super.newest(key);
  }
}
