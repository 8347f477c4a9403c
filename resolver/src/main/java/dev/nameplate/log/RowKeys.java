package dev.nameplate.log;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.nio.ByteBuffer;

/**
 * Where a log's rows stand in the store.
 *
 * <p>Statements are keyed by kind, then prefix, then canonical suffix, so that everything under a
 * prefix is one range. The partitions of the other rows are cut so that none grows without bound.
 */
final class RowKeys {
  private static final int BATCHES_PER_PARTITION = 1_000;
  private static final int NODES_PER_PARTITION = 65_536;

  /** Kind letter of records of native identifiers. */
  private static final String RECORD = "r";

  /** Kind letter of delegations. */
  private static final String DELEGATION = "d";

  private RowKeys() {}

  /** The record of an identifier. */
  static RowKey statement(Identifier identifier) {
    return new RowKey(
        Table.STATEMENT,
        statements(identifier.prefix()),
        Bytes.utf8(identifier.suffix().canonical()));
  }

  /** The partition of all records under a prefix. */
  static String statements(Prefix prefix) {
    return RECORD + prefix.canonical();
  }

  /**
   * The delegation of a prefix.
   *
   * @param root the outermost own prefix above it
   */
  static RowKey delegation(Prefix root, Prefix prefix) {
    return new RowKey(Table.STATEMENT, delegations(root), Bytes.utf8(prefix.canonical()));
  }

  /** The partition of all delegations below an own prefix. */
  static String delegations(Prefix root) {
    return DELEGATION + root.canonical();
  }

  /** Whether a row of {@link Table#STATEMENT} is a delegation. */
  static boolean isDelegation(RowKey key) {
    return key.partition().startsWith(DELEGATION);
  }

  /** The signed batch with this number. */
  static RowKey batch(long batch) {
    return new RowKey(Table.BATCH, batchPartition(batch), Bytes.wrap(number(batch).array()));
  }

  /** The keys of the statements of the batch with this number. */
  static RowKey manifest(long batch) {
    byte[] name = ByteBuffer.allocate(9).putLong(batch).put((byte) 1).array();
    return new RowKey(Table.BATCH, batchPartition(batch), Bytes.wrap(name));
  }

  /** The hashes that prove sixteen leaves of a batch. */
  static RowKey proof(long batch, int group) {
    byte[] name = ByteBuffer.allocate(9).putLong(batch).put((byte) group).array();
    return new RowKey(Table.PROOF, batchPartition(batch), Bytes.wrap(name));
  }

  /** The hash of a complete subtree of the log tree. */
  static RowKey logNode(int level, long index) {
    return new RowKey(
        Table.LOG_NODE,
        level + "." + index / NODES_PER_PARTITION,
        Bytes.wrap(number(index).array()));
  }

  /** The receipt of an operation in a period. */
  static RowKey operation(long period, OperationId operation) {
    return new RowKey(Table.OPERATION, Long.toString(period), Bytes.utf8(operation.text()));
  }

  private static String batchPartition(long batch) {
    return Long.toString(batch / BATCHES_PER_PARTITION);
  }

  private static ByteBuffer number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number);
  }
}
