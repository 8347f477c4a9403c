package dev.nameplate.store.rocksdb;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.Consumer;
import org.rocksdb.RocksIterator;

/** A cursor of a {@link RocksDbLineageView}. The key of its row is at hand. */
final class RocksDbLineageCursor implements LineageCursor {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] NOWHERE = {};

  private final RocksIterator rows;
  private final RocksDbLineageView view;
  private byte[] key = NOWHERE;
  private boolean freed;

  RocksDbLineageCursor(RocksIterator rows, RocksDbLineageView view) {
    this.rows = rows;
    this.view = view;
  }

  @Override
  public boolean seek(Bytes to) {
    byte[] target = to.toByteArray();
    return move(iterator -> iterator.seek(target));
  }

  @Override
  public boolean seekLast(Bytes to) {
    byte[] target = to.toByteArray();
    return move(iterator -> iterator.seekForPrev(target))
        && (key.length > 1 || key[0] != 0); // the watermark is no row
  }

  @Override
  public boolean next() {
    return move(RocksIterator::next);
  }

  private boolean move(Consumer<RocksIterator> step) {
    int counter = enter();
    try {
      step.accept(rows);
      if (rows.isValid()) {
        key = rows.key();
        return true;
      }
      OpenCursor.check(rows);
      key = NOWHERE;
      return false;
    } finally {
      view.leave(counter);
    }
  }

  private int enter() {
    int counter = view.enter();
    if (freed) {
      view.leave(counter);
      throw new IllegalStateException("the cursor is closed");
    }
    return counter;
  }

  @Override
  public int keySize() {
    return key.length;
  }

  @Override
  public byte keyByte(int at) {
    return key[at];
  }

  @Override
  public long keyLong(int at) {
    return (long) LONGS.get(key, at);
  }

  @Override
  public Bytes key() {
    return Bytes.copyOf(key);
  }

  @Override
  public Bytes value() {
    int counter = enter();
    try {
      return Bytes.wrap(rows.value());
    } finally {
      view.leave(counter);
    }
  }

  @Override
  public void close() {
    if (!freed) {
      int counter = view.enterToFree();
      if (counter >= 0) {
        free();
        view.forget(this);
        view.leave(counter);
      }
    }
  }

  /** Frees native memory; the caller is inside the gate, or the only user. */
  void free() {
    if (!freed) {
      freed = true;
      rows.close();
    }
  }
}
