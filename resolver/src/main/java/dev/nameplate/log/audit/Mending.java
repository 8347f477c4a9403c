package dev.nameplate.log.audit;

import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes derived rows, a thousand at a time; or does nothing. */
final class Mending {
  private static final int AT_ONCE = 1_000;

  private final @Nullable RecordStore store;
  private final List<Row> rows = new ArrayList<>();
  private final List<RowKey> surplus = new ArrayList<>();
  private long mended;

  private Mending(@Nullable RecordStore store) {
    this.store = store;
  }

  static Mending none() {
    return new Mending(null);
  }

  static Mending of(RecordStore store) {
    return new Mending(store);
  }

  void put(Row row) {
    rows.add(row);
    flushIfFull();
  }

  void remove(RowKey key) {
    surplus.add(key);
    flushIfFull();
  }

  private void flushIfFull() {
    if (rows.size() + surplus.size() >= AT_ONCE) {
      flush();
    }
  }

  void flush() {
    if (store != null && rows.size() + surplus.size() > 0) {
      store.mend(rows, surplus);
      mended += rows.size() + surplus.size();
    }
    rows.clear();
    surplus.clear();
  }

  long mended() {
    return mended;
  }
}
