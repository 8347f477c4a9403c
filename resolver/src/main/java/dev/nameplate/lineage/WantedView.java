package dev.nameplate.lineage;

import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageView;
import java.util.List;
import java.util.Optional;

/**
 * A view whose reads throw once the question was cancelled or its time is up, so that unneeded
 * walks stop.
 */
final class WantedView implements LineageView {
  /** The clock is read once in this many reads; whether the question was cancelled, in each. */
  private static final int READS_PER_LOOK = 32;

  private final LineageView view;
  private final Budget budget;
  private int reads;

  WantedView(LineageView view, Budget budget) {
    this.view = view;
    this.budget = budget;
  }

  private void look() {
    if (reads++ % READS_PER_LOOK == 0) {
      budget.requireTime();
    } else {
      budget.requireWanted();
    }
  }

  @Override
  public long watermark() {
    return view.watermark();
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    look();
    return view.get(key);
  }

  @Override
  public List<Optional<Bytes>> getAll(List<Bytes> keys) {
    look();
    return view.getAll(keys);
  }

  @Override
  public long counter(Bytes key) {
    look();
    return view.counter(key);
  }

  @Override
  public LineageCursor cursor() {
    return new WantedCursor(view.cursor());
  }

  @Override
  public void close() {
    view.close();
  }

  private final class WantedCursor implements LineageCursor {
    private final LineageCursor cursor;

    WantedCursor(LineageCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean seek(Bytes key) {
      look();
      return cursor.seek(key);
    }

    @Override
    public boolean seekLast(Bytes key) {
      look();
      return cursor.seekLast(key);
    }

    @Override
    public boolean next() {
      look();
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
