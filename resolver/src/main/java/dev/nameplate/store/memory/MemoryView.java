package dev.nameplate.store.memory;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rows of lineage as they were when it was opened. Used by one thread at a time. */
final class MemoryView implements LineageView {
  private final NavigableMap<Bytes, Bytes> rows;
  private final long watermark;
  private final Runnable requireOpen;
  private final Consumer<NavigableMap<Bytes, Bytes>> onClose;
  private boolean closed;

  MemoryView(
      NavigableMap<Bytes, Bytes> rows,
      long watermark,
      Runnable requireOpen,
      Consumer<NavigableMap<Bytes, Bytes>> onClose) {
    this.rows = rows;
    this.watermark = watermark;
    this.requireOpen = requireOpen;
    this.onClose = onClose;
  }

  static long number(Bytes value) {
    return ByteBuffer.wrap(value.toByteArray()).getLong();
  }

  private NavigableMap<Bytes, Bytes> rows() {
    requireOpen.run();
    if (closed) {
      throw new IllegalStateException("view: closed (expected: open)");
    }
    return rows;
  }

  @Override
  public long watermark() {
    return watermark;
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    return Optional.ofNullable(rows().get(key));
  }

  @Override
  public List<Optional<Bytes>> getAll(List<Bytes> keys) {
    return keys.stream().map(this::get).toList();
  }

  @Override
  public long counter(Bytes key) {
    return get(key).map(MemoryView::number).orElse(0L);
  }

  @Override
  public LineageCursor cursor() {
    return new Cursor();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      onClose.accept(rows);
    }
  }

  private final class Cursor implements LineageCursor {
    private Map.@Nullable Entry<Bytes, Bytes> at;
    private boolean closed;

    private NavigableMap<Bytes, Bytes> open() {
      if (closed) {
        throw new IllegalStateException("cursor: closed (expected: open)");
      }
      return rows();
    }

    private boolean at(Map.@Nullable Entry<Bytes, Bytes> entry) {
      at = entry;
      return entry != null;
    }

    private Map.Entry<Bytes, Bytes> row() {
      open();
      Map.Entry<Bytes, Bytes> row = at;
      if (row == null) {
        throw new IllegalStateException("cursor: on no row (expected: on a row)");
      }
      return row;
    }

    @Override
    public boolean seek(Bytes key) {
      return at(open().ceilingEntry(key));
    }

    @Override
    public boolean seekLast(Bytes key) {
      return at(open().floorEntry(key));
    }

    @Override
    public boolean next() {
      return at(open().higherEntry(row().getKey()));
    }

    @Override
    public int keySize() {
      return key().size();
    }

    @Override
    public byte keyByte(int index) {
      return key().asByteString().byteAt(index);
    }

    @Override
    public long keyLong(int index) {
      return key().asByteString().asReadOnlyByteBuffer().getLong(index);
    }

    @Override
    public Bytes key() {
      return row().getKey();
    }

    @Override
    public Bytes value() {
      return row().getValue();
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
