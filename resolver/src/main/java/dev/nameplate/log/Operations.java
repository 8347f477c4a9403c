package dev.nameplate.log;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Receipts by operation id. They are kept in periods of 7 days; the current period and the one
 * before are looked at, so that each is remembered for 7 to 14 days, and older periods are dropped
 * whole. Asked by the thread that decides, and told to forget by the one that writes.
 */
final class Operations {
  private static final long PERIOD_MILLIS = Duration.ofDays(7).toMillis();

  /** How far back to drop: a node that was closed for longer keeps a few old receipts. */
  private static final int PERIODS_DROPPED = 100;

  private final RecordStore store;
  private long newestPeriod = -1;
  private long nothingBefore = -1;

  Operations(RecordStore store) {
    this.store = store;
  }

  /**
   * A remembered write.
   *
   * @param receipt its receipt
   * @param content digests of what was written
   */
  record Remembered(Receipt receipt, WriteDigest content) {}

  Optional<Remembered> find(OperationId operation, long nowMillis) {
    long period = nowMillis / PERIOD_MILLIS;
    return store
        .read(RowKeys.operation(period, operation))
        .or(() -> before(period, operation))
        .map(row -> decode(operation, row));
  }

  private Optional<Row> before(long period, OperationId operation) {
    if (nothingBefore == period) {
      return Optional.empty();
    }
    RowKey key = RowKeys.operation(period - 1, operation);
    // Once the head's time is in a period, nothing is added to the one before.
    if (store.head().timeMillis() / PERIOD_MILLIS == period && !holdsRows(key.partition())) {
      nothingBefore = period;
      return Optional.empty();
    }
    return store.read(key);
  }

  Row remember(Remembered write) {
    Receipt receipt = write.receipt();
    RowKey key =
        RowKeys.operation(receipt.time().toEpochMilli() / PERIOD_MILLIS, receipt.operation());
    return new Row(key, 0, receipt.batch(), encode(write));
  }

  /** Drops the periods that no longer count, once a period. */
  void forgetBefore(long nowMillis) {
    long period = nowMillis / PERIOD_MILLIS;
    if (period == newestPeriod) {
      return;
    }
    newestPeriod = period;
    for (long old = period - PERIODS_DROPPED; old < period - 1; old++) {
      String partition = RowKeys.operation(old, OperationId.NONE).partition();
      if (holdsRows(partition)) { // dropping takes an fsync, and most of these are long gone
        store.forget(partition);
      }
    }
  }

  private boolean holdsRows(String partition) {
    try (RowCursor rows = store.scan(Table.OPERATION, partition, Bytes.EMPTY)) {
      return rows.hasNext();
    }
  }

  private static Bytes encode(Remembered write) {
    Receipt receipt = write.receipt();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    try {
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.writeBytesNoTag(write.content().encode().asByteString());
      out.writeStringNoTag(receipt.identifier().toString());
      out.writeUInt64NoTag(receipt.version());
      out.writeUInt64NoTag(receipt.position());
      out.writeUInt64NoTag(receipt.time().toEpochMilli());
      if (receipt.extent().isPresent()) {
        out.writeStringNoTag(receipt.extent().get().last().toString());
        out.writeUInt64NoTag(receipt.extent().get().members());
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes it all
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  private static Remembered decode(OperationId operation, Row row) {
    try {
      CodedInputStream in = StoredStatement.input(row.value());
      WriteDigest content = WriteDigest.decode(Bytes.of(in.readBytes()));
      Identifier identifier = Identifier.parse(in.readStringRequireUtf8());
      long version = in.readUInt64();
      long position = in.readUInt64();
      Instant time = Instant.ofEpochMilli(in.readUInt64());
      Receipt receipt =
          new Receipt(identifier, version, operation, false, position, row.batch(), time);
      return new Remembered(
          in.isAtEnd()
              ? receipt
              : receipt.reaching(Identifier.parse(in.readStringRequireUtf8()), in.readUInt64()),
          content);
    } catch (IOException | InvalidInputException | IndexOutOfBoundsException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }
}
