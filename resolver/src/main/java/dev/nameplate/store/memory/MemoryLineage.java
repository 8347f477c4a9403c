package dev.nameplate.store.memory;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageView;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The rows of lineage in memory. A write changes them in place, or a copy of them while somebody
 * looks: views are short. Thread-safe.
 */
final class MemoryLineage implements LineageStore {
  private final MemoryRows rows;
  private final Runnable requireOpen;
  private int views; // guarded by the rows

  MemoryLineage(MemoryRows rows, Runnable requireOpen) {
    this.rows = rows;
    this.requireOpen = requireOpen;
  }

  @Override
  public long watermark() {
    requireOpen.run();
    synchronized (rows) {
      return rows.watermark;
    }
  }

  @Override
  public boolean write(long from, LineageChanges changes, long to) {
    requireOpen.run();
    synchronized (rows) {
      if (rows.watermark != from) {
        return false;
      }
      if (views > 0) {
        rows.lineage = new TreeMap<>(rows.lineage);
        views = 0;
      }
      NavigableMap<Bytes, Bytes> changed = rows.lineage;
      changes.inOrder(
          new LineageChanges.Sink() {
            @Override
            public void put(ByteBuffer row, int keySize) {
              changed.put(taken(row, keySize), taken(row, row.remaining()));
            }

            @Override
            public void add(ByteBuffer key, long amount) {
              changed.merge(
                  taken(key, key.remaining()),
                  number(amount),
                  (before, more) -> number(MemoryView.number(before) + amount));
            }
          });
      rows.watermark = to;
      return true;
    }
  }

  private static Bytes taken(ByteBuffer buffer, int size) {
    byte[] bytes = new byte[size];
    buffer.get(bytes);
    return Bytes.wrap(bytes);
  }

  private static Bytes number(long number) {
    return Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  @Override
  public void clear() {
    requireOpen.run();
    synchronized (rows) {
      rows.lineage = new TreeMap<>();
      rows.watermark = 0;
      views = 0;
    }
  }

  @Override
  public LineageView view() {
    requireOpen.run();
    synchronized (rows) {
      views++;
      return new MemoryView(rows.lineage, rows.watermark, requireOpen, this::closed);
    }
  }

  /** A view ended. */
  private void closed(NavigableMap<Bytes, Bytes> seen) {
    synchronized (rows) {
      if (seen == rows.lineage) {
        views--;
      }
    }
  }
}
