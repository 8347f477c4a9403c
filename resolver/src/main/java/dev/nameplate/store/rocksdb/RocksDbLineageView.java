package dev.nameplate.store.rocksdb;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;
import org.rocksdb.Snapshot;

/** Lineage in a snapshot, which is valid while its database is open. */
final class RocksDbLineageView extends OpenCursor implements LineageView {
  private final Database database;
  private final Snapshot snapshot;
  private final ReadOptions options;
  private final List<RocksDbLineageCursor> cursors = new ArrayList<>();
  private State state = State.OPEN;

  private enum State {
    OPEN,
    /** The database was opened again: writes past its log may be gone. */
    OUTLIVED,
    CLOSED
  }

  /** The state of now; the caller is inside the gate. */
  RocksDbLineageView(Database database, Gate gate, Set<OpenCursor> siblings) {
    super(gate, siblings);
    this.database = database;
    this.snapshot = database.snapshot();
    this.options = new ReadOptions().setSnapshot(snapshot);
    open();
  }

  @Override
  public long watermark() {
    return get(RocksDbLineageStore.WATERMARK).map(RocksDbLineageStore::number).orElse(0L);
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    return get(key.toByteArray()).map(Bytes::wrap);
  }

  private Optional<byte[]> get(byte[] key) {
    return inside(open -> open.get(Column.LINEAGE, options, key));
  }

  @Override
  public List<Optional<Bytes>> getAll(List<Bytes> keys) {
    // Key by key: RocksDB's multiGetAsList returns a damaged row as a missing row, and
    // multiGetByteBuffers, which reports each, is no faster than this.
    return inside(
        open -> {
          List<Optional<Bytes>> values = new ArrayList<>(keys.size());
          for (Bytes key : keys) {
            values.add(open.get(Column.LINEAGE, options, key.toByteArray()).map(Bytes::wrap));
          }
          return values;
        });
  }

  @Override
  public long counter(Bytes key) {
    return get(key).map(RocksDbLineageStore::counter).orElse(0L);
  }

  @Override
  public LineageCursor cursor() {
    return inside(
        open -> {
          RocksIterator rows = open.iterator(Column.LINEAGE, options);
          RocksDbLineageCursor cursor = new RocksDbLineageCursor(rows, this);
          cursors.add(cursor);
          return cursor;
        });
  }

  /** Reads while the database is kept open. */
  private <T> T inside(Function<Database, T> read) {
    int counter = enter();
    try {
      return read.apply(database);
    } finally {
      gate.leave(counter);
    }
  }

  /** Enters the gate; the result is for {@link #leave(int)}. */
  int enter() {
    int counter = gate.enter();
    if (state != State.OPEN) {
      gate.leave(counter);
      throw state == State.CLOSED
          ? new IllegalStateException("the view is closed")
          : new NodeException(
              ErrorReason.STORE_FULL, "store: reopened because the disk was full; retry");
    }
    return counter;
  }

  /** Enters for a cursor that is being closed; negative if its store has freed it. */
  int enterToFree() {
    return gate.enterUnlessShut();
  }

  /** Leaves the gate. */
  void leave(int counter) {
    gate.leave(counter);
  }

  /** A cursor ends before the view does; the caller is inside the gate. */
  void forget(RocksDbLineageCursor cursor) {
    cursors.remove(cursor);
  }

  @Override
  void leave() {
    end(State.OUTLIVED);
  }

  @Override
  void goOn(Database again) {
    // it does not: the state that it showed may be gone
  }

  @Override
  void free() {
    end(State.CLOSED);
  }

  private void end(State as) {
    if (state == State.OPEN) {
      cursors.forEach(RocksDbLineageCursor::free);
      cursors.clear();
      options.close();
      database.release(snapshot);
    }
    state = as;
  }
}
