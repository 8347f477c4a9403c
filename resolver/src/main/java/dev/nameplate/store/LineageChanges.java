package dev.nameplate.store;

import dev.nameplate.record.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows on their way into a {@link LineageStore}. Kept as bytes, one row behind the other: an object
 * for each key and value costs more than what is done with them. Used by one thread.
 */
public final class LineageChanges {
  private static final int FEW_BYTES = 1 << 10;

  private byte[] bytes;
  private int end;
  private int size;

  /** Rows by the first byte of their keys: most rows of a kind arrive in key order. */
  private final Map<Integer, List<Row>> kinds = new TreeMap<>();

  /**
   * Location of a row: its key, followed by its value, or the amount to add.
   *
   * @param from offset of its key
   * @param value offset behind its key
   * @param end offset behind its value
   */
  private record Row(int from, int value, int end, boolean adds) {}

  /** Receives rows in the order of their keys. */
  public interface Sink {
    /**
     * Sets a row.
     *
     * @param row what remains in it is the key, and behind it the value
     * @param keySize how many bytes are the key
     */
    void put(ByteBuffer row, int keySize);

    /**
     * A counter that grows.
     *
     * @param key what remains in it
     * @param amount by how much, at least 1
     */
    void add(ByteBuffer key, long amount);
  }

  /** For a few rows. */
  public LineageChanges() {
    this(FEW_BYTES);
  }

  /** Makes room for rows of about that many bytes of keys and values, at least 1. */
  public LineageChanges(int bytes) {
    this.bytes = new byte[bytes];
  }

  /** Sets a row. */
  public void put(Bytes key, Bytes value) {
    append(key, value, false);
  }

  /** Adds to a counter, which starts at 0. A key is that of a row or of a counter. */
  public void add(Bytes key, long amount) {
    append(key, Bytes.wrap(ByteBuffer.allocate(Long.BYTES).putLong(amount).array()), true);
  }

  private void append(Bytes key, Bytes value, boolean adds) {
    Row row = new Row(end, end + key.size(), end + key.size() + value.size(), adds);
    if (row.end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(row.end, 2 * bytes.length));
    }
    key.asByteString().copyTo(bytes, row.from);
    value.asByteString().copyTo(bytes, row.value);
    end = row.end;
    size++;
    kinds.computeIfAbsent(bytes[row.from] & 0xff, kind -> new ArrayList<>()).add(row);
  }

  /** Number of rows. */
  public int size() {
    return size;
  }

  /** Size of keys and values, in bytes. */
  public int bytes() {
    return end;
  }

  /**
   * Passes on all rows in the order of their keys; rows of a key in order of arrival, with the
   * amounts of a counter summed up.
   */
  public void inOrder(Sink sink) {
    ByteBuffer view = ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    for (List<Row> rows : kinds.values()) {
      rows.sort(this::compare);
      for (int i = 0; i < rows.size(); i++) {
        Row row = rows.get(i);
        if (!row.adds) {
          sink.put(view.limit(row.end).position(row.from), row.value - row.from);
          continue;
        }
        long amount = amount(row);
        for (; i + 1 < rows.size() && compare(row, rows.get(i + 1)) == 0; i++) {
          amount += amount(rows.get(i + 1));
        }
        sink.add(view.limit(row.value).position(row.from), amount);
      }
    }
  }

  private int compare(Row a, Row b) {
    return Arrays.compareUnsigned(bytes, a.from, a.value, bytes, b.from, b.value);
  }

  private long amount(Row row) {
    return ByteBuffer.wrap(bytes).getLong(row.value);
  }
}
