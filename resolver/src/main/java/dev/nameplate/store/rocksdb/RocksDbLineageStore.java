package dev.nameplate.store.rocksdb;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Set;
import java.util.function.Supplier;
import org.rocksdb.WriteBatch;

/** Lineage in a column of its own of the database that holds the records. */
final class RocksDbLineageStore implements LineageStore {
  /** Key of the watermark, the least of all keys. */
  static final byte[] WATERMARK = {0};

  private static final byte[] END = {(byte) 0xff};

  /**
   * The version of the rows that are derived, which follows the watermark. Since 2 the row of an
   * event has who says that something was transferred, and what was counted, and events are found
   * by recorder, step and time; since 3 items are found by their names, not by digests of them.
   * Version 1 was not written.
   */
  private static final byte VERSION = 3;

  private static final int WATERMARK_SIZE = Long.BYTES + 1;

  private final Supplier<Database> database;
  private final Gate gate;
  private final Set<OpenCursor> readers;

  /**
   * Lineage in a database that may be opened again.
   *
   * @param database the currently open database
   * @param gate open while a database is
   * @param readers the set of open views
   */
  RocksDbLineageStore(Supplier<Database> database, Gate gate, Set<OpenCursor> readers) {
    this.database = database;
    this.gate = gate;
    this.readers = readers;
  }

  @Override
  public long watermark() {
    int counter = gate.enter();
    try {
      return read(database.get());
    } finally {
      gate.leave(counter);
    }
  }

  /** Drops rows derived by an older version, so that they are derived again. */
  static void dropOlder(Database database) {
    boolean older =
        database
            .get(Column.LINEAGE, WATERMARK)
            .filter(value -> value.length == Long.BYTES || value[Long.BYTES] < VERSION)
            .isPresent();
    if (older) {
      database.drop(Column.LINEAGE, WATERMARK, END);
      database.flush(Column.LINEAGE);
    }
  }

  private static long read(Database database) {
    return database.get(Column.LINEAGE, WATERMARK).map(RocksDbLineageStore::number).orElse(0L);
  }

  static long number(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  @Override
  public boolean write(long from, LineageChanges changes, long to) {
    int counter = gate.enter();
    try {
      Database open = database.get();
      if (read(open) != from) {
        return false;
      }
      try (WriteBatch batch = packed(open, changes, to)) {
        open.writeUnlogged(batch);
      }
      return true;
    } finally {
      gate.leave(counter);
    }
  }

  /**
   * Packs the changes in the order of their keys: the place of a row is found more than twice as
   * fast beside the row before it.
   */
  private static WriteBatch packed(Database open, LineageChanges changes, long to) {
    ByteBuffer mark =
        ByteBuffer.allocate(WATERMARK.length + WATERMARK_SIZE)
            .put(WATERMARK)
            .putLong(to)
            .put(VERSION)
            .flip();
    PackedBatch batch =
        new PackedBatch(
            open.handle(Column.LINEAGE).getID(),
            changes.size() + 1,
            changes.bytes() + mark.remaining());
    batch.put(mark, WATERMARK.length);
    changes.inOrder(batch);
    return batch.finish();
  }

  @Override
  public void clear() {
    int counter = gate.enter();
    try {
      database.get().drop(Column.LINEAGE, WATERMARK, END);
      database.get().flush(Column.LINEAGE);
    } finally {
      gate.leave(counter);
    }
  }

  @Override
  public LineageView view() {
    int counter = gate.enter();
    try {
      return new RocksDbLineageView(database.get(), gate, readers);
    } finally {
      gate.leave(counter);
    }
  }

  /** A counter as it is stored. */
  static long counter(Bytes value) {
    return value.asByteString().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getLong();
  }
}
