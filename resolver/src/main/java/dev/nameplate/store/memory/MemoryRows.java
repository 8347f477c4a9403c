package dev.nameplate.store.memory;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.util.Comparator;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** The committed rows of one store, also while it is closed. */
final class MemoryRows {
  final AtomicBoolean inUse = new AtomicBoolean();
  final ConcurrentNavigableMap<Place, Row> committed = new ConcurrentSkipListMap<>();
  volatile Head head = Head.NONE;

  // Guarded by this.
  NavigableMap<Bytes, Bytes> lineage = new TreeMap<>();
  long watermark;

  /** Key of a version of a row: tables, partitions and names in order, then versions. */
  record Place(Table table, String partition, Bytes name, long version)
      implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
        Comparator.comparing(Place::table)
            .thenComparing(Place::partition)
            .thenComparing(Place::name)
            .thenComparingLong(Place::version);

    static Place of(RowKey key, long version) {
      return new Place(key.table(), key.partition(), key.name(), version);
    }

    @Override
    public int compareTo(Place other) {
      return ORDER.compare(this, other);
    }
  }
}
