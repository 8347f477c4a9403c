package dev.nameplate.store.rocksdb;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rows and heads as bytes, as the package documentation lays down. */
final class RowFormat {
  private static final byte SEPARATOR = 0;
  private static final byte AFTER_SEPARATOR = 1;
  private static final int ROOT_SIZE = 32;
  private static final int HEAD_SIZE = 4 * Long.BYTES + ROOT_SIZE;

  private RowFormat() {}

  /** Key of a row, in {@code history} without its version. */
  static byte[] key(String partition, Bytes name) {
    byte[] text = partition.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[text.length + 1 + name.size()];
    System.arraycopy(text, 0, key, 0, text.length);
    key[text.length] = SEPARATOR;
    name.asByteString().copyTo(key, text.length + 1);
    return key;
  }

  /** First key that is past all rows of a partition. */
  static byte[] endOf(String partition) {
    byte[] end = key(partition, Bytes.EMPTY);
    end[end.length - 1] = AFTER_SEPARATOR;
    return end;
  }

  /** Key of a superseded version in {@code history}. */
  static byte[] historyKey(byte[] key, long version) {
    return ByteBuffer.allocate(key.length + 1 + Long.BYTES)
        .put(key)
        .put(SEPARATOR)
        .putLong(~version)
        .array();
  }

  /** The name in a key of a partition whose text takes {@code partitionSize} bytes. */
  static Bytes name(byte[] key, int partitionSize) {
    return tail(key, partitionSize + 1);
  }

  /**
   * The row key in the first {@code size} bytes of a key.
   *
   * @throws NodeException {@code DATA_CORRUPT} if it is no key of a row
   */
  static RowKey rowKey(Table table, byte[] key, int size) {
    for (int at = 0; at < size; at++) {
      if (key[at] == SEPARATOR) {
        String partition = new String(key, 0, at, StandardCharsets.UTF_8);
        return new RowKey(table, partition, Bytes.wrap(Arrays.copyOfRange(key, at + 1, size)));
      }
    }
    throw new NodeException(
        ErrorReason.DATA_CORRUPT,
        "store: table "
            + table
            + " has a row under a key of "
            + key.length
            + " bytes without partition; restore the directory from a backup");
  }

  static byte[] value(Row row) {
    ByteString content = row.value().asByteString();
    boolean versioned = row.key().table() == Table.STATEMENT;
    int head = sizeOf(row.batch()) + (versioned ? sizeOf(row.version()) : 0);
    byte[] value = new byte[head + content.size()];
    int position = writeNumber(value, 0, row.batch());
    if (versioned) {
      position = writeNumber(value, position, row.version());
    }
    content.copyTo(value, position);
    return value;
  }

  /** The row with this key and value; keeps the array. */
  static Row row(RowKey key, byte[] value) {
    int position = endOfNumber(key, value, 0);
    long batch = readNumber(value, 0, position);
    long version = 0;
    if (key.table() == Table.STATEMENT) {
      int start = position;
      position = endOfNumber(key, value, start);
      version = readNumber(value, start, position);
    }
    return new Row(key, version, batch, tail(value, position));
  }

  static byte[] value(Head head) {
    ByteBuffer value = ByteBuffer.allocate(HEAD_SIZE);
    value
        .putLong(head.epoch())
        .putLong(head.batches())
        .putLong(head.statements())
        .putLong(head.timeMillis());
    return value.put(head.root().toByteArray()).array();
  }

  static Head head(byte[] value) {
    if (value.length != HEAD_SIZE) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          "store: head of "
              + value.length
              + " bytes (expected: "
              + HEAD_SIZE
              + "); restore the directory from a backup");
    }
    ByteBuffer from = ByteBuffer.wrap(value);
    return new Head(
        from.getLong(),
        from.getLong(),
        from.getLong(),
        from.getLong(),
        tail(value, from.position()));
  }

  /** A row for messages. */
  static String describe(RowKey key) {
    return key.table() == Table.STATEMENT
        ? "statement " + key.partition() + " " + key.name().toUtf8()
        : "row " + key.table() + " " + key.partition() + " " + key.name();
  }

  private static Bytes tail(byte[] array, int from) {
    return Bytes.of(UnsafeByteOperations.unsafeWrap(array, from, array.length - from));
  }

  private static int sizeOf(long number) {
    return 1 + (63 - Long.numberOfLeadingZeros(number | 1)) / 7;
  }

  private static int writeNumber(byte[] to, int position, long number) {
    long rest = number;
    int at = position;
    while (rest > 0x7f) {
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    return at;
  }

  private static int endOfNumber(RowKey key, byte[] from, int position) {
    int last = Math.min(from.length, position + 9) - 1;
    for (int at = position; at <= last; at++) {
      if (from[at] >= 0) {
        return at + 1;
      }
    }
    throw new NodeException(
        ErrorReason.DATA_CORRUPT,
        "store: "
            + describe(key)
            + " has no readable number at byte "
            + position
            + "; restore the directory from a backup");
  }

  private static long readNumber(byte[] from, int position, int end) {
    long number = 0;
    for (int at = end - 1; at >= position; at--) {
      number = (number << 7) | (from[at] & 0x7f);
    }
    return number;
  }
}
