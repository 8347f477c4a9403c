package dev.nameplate.lineage;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageStore;
import dev.nameplate.store.LineageView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** A store that counts how many rows are read from it. */
public final class CountedReads implements LineageStore {
  private final LineageStore store;
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong cursors = new AtomicLong();

  /** Counts the reads of a store. */
  public CountedReads(LineageStore store) {
    this.store = store;
  }

  /** How many rows were read since this was asked last. */
  public long take() {
    return reads.getAndSet(0);
  }

  /** How many cursors were opened so far. */
  public long cursors() {
    return cursors.get();
  }

  @Override
  public long watermark() {
    return store.watermark();
  }

  @Override
  public boolean write(long from, LineageChanges changes, long to) {
    return store.write(from, changes, to);
  }

  @Override
  public void clear() {
    store.clear();
  }

  @Override
  public LineageView view() {
    return new View(store.view());
  }

  private final class View implements LineageView {
    private final LineageView view;

    View(LineageView view) {
      this.view = view;
    }

    @Override
    public long watermark() {
      return view.watermark();
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
      reads.incrementAndGet();
      return view.get(key);
    }

    @Override
    public List<Optional<Bytes>> getAll(List<Bytes> keys) {
      reads.addAndGet(keys.size());
      return view.getAll(keys);
    }

    @Override
    public long counter(Bytes key) {
      reads.incrementAndGet();
      return view.counter(key);
    }

    @Override
    public LineageCursor cursor() {
      cursors.incrementAndGet();
      return new Cursor(view.cursor());
    }

    @Override
    public void close() {
      view.close();
    }
  }

  private final class Cursor implements LineageCursor {
    private final LineageCursor cursor;

    Cursor(LineageCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean seek(Bytes key) {
      reads.incrementAndGet();
      return cursor.seek(key);
    }

    @Override
    public boolean seekLast(Bytes key) {
      reads.incrementAndGet();
      return cursor.seekLast(key);
    }

    @Override
    public boolean next() {
      reads.incrementAndGet();
      return cursor.next();
    }

    @Override
    public int keySize() {
      return cursor.keySize();
    }

    @Override
    public byte keyByte(int at) {
      return cursor.keyByte(at);
    }

    @Override
    public long keyLong(int at) {
      return cursor.keyLong(at);
    }

    @Override
    public Bytes key() {
      return cursor.key();
    }

    @Override
    public Bytes value() {
      return cursor.value();
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
