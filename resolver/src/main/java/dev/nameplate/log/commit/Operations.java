package dev.nameplate.log.commit;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Receipts by caller and operation id. They are kept in periods of 7 days; the current period and
 * the one before are looked at, so that each is remembered for 7 to 14 days, and older periods are
 * dropped whole. Asked by the thread that decides, and told to forget by the one that writes.
 */
final class Operations {
  private static final long PERIOD_MILLIS = Duration.ofDays(7).toMillis();

  /** The most old periods to drop: a node that was closed for longer keeps a few old receipts. */
  private static final int PERIODS_DROPPED = 100;

  /** The least name of a row without a caller: ids have no space in them. */
  private static final Bytes FIRST_WITHOUT_CALLER = Bytes.utf8("!");

  private final RecordStore store;
  private final Map<Long, Boolean> withoutCaller = new ConcurrentHashMap<>();
  private long newestPeriod = -1;
  private long lookedBefore = -1; // the period before which was looked
  private long emptyBefore = -1; // the same, if nothing was found

  Operations(RecordStore store) {
    this.store = store;
  }

  /**
   * A remembered write.
   *
   * @param receipt its receipt
   * @param content digests of the write
   */
  record Remembered(Receipt receipt, WriteDigest content) {}

  Optional<Remembered> find(CallersOperation operation, long nowMillis) {
    long period = nowMillis / PERIOD_MILLIS;
    return in(period, operation)
        .or(() -> isEmptyBefore(period) ? Optional.empty() : in(period - 1, operation))
        .map(row -> decode(operation.id(), row));
  }

  /** Adds the keys of the rows that {@link #find} reads first. Reads nothing. */
  void reads(CallersOperation operation, long nowMillis, List<RowKey> keys) {
    if (!operation.isNone()) {
      long period = nowMillis / PERIOD_MILLIS;
      keys.add(RowKeys.operation(period, operation));
      if (emptyBefore != period) {
        keys.add(RowKeys.operation(period - 1, operation));
      }
    }
  }

  private Optional<Row> in(long period, CallersOperation operation) {
    return store
        .read(RowKeys.operation(period, operation))
        .or(
            () ->
                holdsRowsWithoutCaller(period)
                    ? store.read(RowKeys.operation(period, operation.id()))
                    : Optional.empty());
  }

  /** True if the period before one is empty, and nothing is added to it any more. */
  private boolean isEmptyBefore(long period) {
    // Once the head's time is in a period, nothing is added to the one before.
    if (lookedBefore != period && store.head().timeMillis() / PERIOD_MILLIS == period) {
      if (!holdsRows(RowKeys.operations(period - 1), Bytes.EMPTY)) {
        emptyBefore = period;
      }
      lookedBefore = period;
    }
    return emptyBefore == period;
  }

  /** True if a period has receipts of a version that did not store callers. */
  private boolean holdsRowsWithoutCaller(long period) {
    return withoutCaller.computeIfAbsent(
        period, looked -> holdsRows(RowKeys.operations(looked), FIRST_WITHOUT_CALLER));
  }

  Row remember(CallersOperation operation, Remembered write) {
    Receipt receipt = write.receipt();
    RowKey key = RowKeys.operation(receipt.time().toEpochMilli() / PERIOD_MILLIS, operation);
    return new Row(key, 0, receipt.batch(), encode(write));
  }

  /** Drops the periods that no longer count, once a period. */
  void forgetBefore(long nowMillis) {
    long period = nowMillis / PERIOD_MILLIS;
    if (period == newestPeriod) {
      return;
    }
    newestPeriod = period;
    withoutCaller.keySet().removeIf(old -> old < period - 1);
    for (long old = period - PERIODS_DROPPED; old < period - 1; old++) {
      String partition = RowKeys.operations(old);
      if (holdsRows(
          partition, Bytes.EMPTY)) { // dropping takes an fsync, and most of these are long gone
        store.forget(partition);
      }
    }
  }

  private boolean holdsRows(String partition, Bytes from) {
    return store.first(Table.OPERATION, partition, from).isPresent();
  }

  private static Bytes encode(Remembered write) {
    Receipt receipt = write.receipt();
    ByteString content = write.content().encode().asByteString();
    String identifier = receipt.identifier().toString();
    long time = receipt.time().toEpochMilli();
    Optional<Receipt.Extent> extent = receipt.extent();
    String last = extent.map(range -> range.last().toString()).orElse("");
    int size =
        CodedOutputStream.computeBytesSizeNoTag(content)
            + CodedOutputStream.computeStringSizeNoTag(identifier)
            + CodedOutputStream.computeUInt64SizeNoTag(receipt.version())
            + CodedOutputStream.computeUInt64SizeNoTag(receipt.position())
            + CodedOutputStream.computeUInt64SizeNoTag(time);
    if (extent.isPresent()) {
      size +=
          CodedOutputStream.computeStringSizeNoTag(last)
              + CodedOutputStream.computeUInt64SizeNoTag(extent.get().members());
    }
    return Bytes.written(
        size,
        out -> {
          out.writeBytesNoTag(content);
          out.writeStringNoTag(identifier);
          out.writeUInt64NoTag(receipt.version());
          out.writeUInt64NoTag(receipt.position());
          out.writeUInt64NoTag(time);
          if (extent.isPresent()) {
            out.writeStringNoTag(last);
            out.writeUInt64NoTag(extent.get().members());
          }
        });
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
