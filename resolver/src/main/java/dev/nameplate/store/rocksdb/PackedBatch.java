package dev.nameplate.store.rocksdb;

import dev.nameplate.store.LineageChanges;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.rocksdb.WriteBatch;

/**
 * Rows of one column in the form in which RocksDB keeps a batch, and writes it to its log: they are
 * handed over in one call. A call for each row takes longer than RocksDB does to write it.
 *
 * <p>Layout: sequence number, 8 bytes; how many rows, 4 bytes; then of each row what is done with
 * it, its column, key and value, numbers as in protobuf, the last two behind their sizes.
 *
 * <p><b>Source:</b> RocksDB, {@code db/write_batch.cc}.
 */
final class PackedBatch implements LineageChanges.Sink {
  private static final byte PUT = 5;
  private static final byte MERGE = 6;
  private static final int COUNT_AT = 8;
  private static final int HEADER = 12;

  /** The most bytes of a row besides its key and value. */
  private static final int MOST_A_ROW = 1 + 3 * 5;

  private final int column;
  private final ByteBuffer out;
  private int count;

  /**
   * An empty batch.
   *
   * @param column the number of the column
   * @param rows the most rows that it will have
   * @param bytes the most bytes of their keys and values
   */
  PackedBatch(int column, int rows, int bytes) {
    this.column = column;
    this.out =
        ByteBuffer.allocate(HEADER + rows * MOST_A_ROW + bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(HEADER);
  }

  @Override
  public void put(ByteBuffer row, int keySize) {
    int end = row.limit();
    begin(PUT);
    sized(row.limit(row.position() + keySize));
    sized(row.limit(end));
  }

  @Override
  public void add(ByteBuffer key, long amount) {
    begin(MERGE);
    sized(key);
    number(Long.BYTES);
    out.putLong(amount);
  }

  private void begin(byte what) {
    count++;
    out.put(what);
    number(column);
  }

  private void sized(ByteBuffer bytes) {
    number(bytes.remaining());
    out.put(bytes);
  }

  private void number(int number) {
    int rest = number;
    for (; rest > 0x7f; rest >>>= 7) {
      out.put((byte) (rest | 0x80));
    }
    out.put((byte) rest);
  }

  /** The whole batch, for RocksDB; must be closed. */
  WriteBatch finish() {
    out.putInt(COUNT_AT, count);
    return new WriteBatch(Arrays.copyOf(out.array(), out.position()));
  }
}
