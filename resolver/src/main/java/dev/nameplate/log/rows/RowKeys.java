package dev.nameplate.log.rows;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.StatementKind;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Keys of a log's rows in the store.
 *
 * <p>Statements are keyed by kind, then prefix, then canonical suffix, so that everything under a
 * prefix is one range. The partitions of the other rows are cut so that none grows without bound.
 */
public final class RowKeys {
  private static final int BATCHES_PER_PARTITION = 1_000;
  private static final int NODES_PER_PARTITION = 65_536;

  /** Size of the version in the name of an index row: a zero and the version. */
  private static final int VERSION_SIZE = 1 + Long.BYTES;

  /** Kind letter of records of native identifiers. */
  private static final String RECORD = "r";

  /** Kind letter of delegations. */
  private static final String DELEGATION = "d";

  /** Kind letter of ranges. */
  private static final String RANGE = "g";

  /** Kind letter of index rows of values that everyone may read. */
  private static final String PUBLIC_INDEX = "p";

  /** Kind letter of index rows of the other values. */
  private static final String RESTRICTED_INDEX = "q";

  private RowKeys() {}

  /** The record of an identifier. */
  public static RowKey statement(Identifier identifier) {
    return new RowKey(
        Table.STATEMENT,
        statements(identifier.prefix()),
        Bytes.utf8(identifier.suffix().canonical()));
  }

  /** The partition of all records under a prefix. */
  public static String statements(Prefix prefix) {
    return RECORD + prefix.canonical();
  }

  /**
   * The delegation of a prefix.
   *
   * @param root the outermost own prefix above it
   */
  public static RowKey delegation(Prefix root, Prefix prefix) {
    return new RowKey(Table.STATEMENT, delegations(root), Bytes.utf8(prefix.canonical()));
  }

  /** The partition of all delegations below an own prefix. */
  public static String delegations(Prefix root) {
    return DELEGATION + root.canonical();
  }

  /** The kind of the statement in a row of {@link Table#STATEMENT}. */
  public static StatementKind<?> kindOf(RowKey key) {
    return switch (key.partition().isEmpty() ? "" : key.partition().substring(0, 1)) {
      case EventRows.EVENT -> StatementKind.EVENT;
      case RANGE -> StatementKind.RANGE;
      case DELEGATION -> StatementKind.DELEGATION;
      default -> StatementKind.RECORD;
    };
  }

  /** A range: the first row of its pattern at or behind the numbers that it has. */
  public static RowKey range(IdentifierRange range) {
    return new RowKey(
        Table.STATEMENT, ranges(range.prefix()), rangeName(range.pattern(), range.last()));
  }

  /** The partition of all ranges under a prefix. */
  static String ranges(Prefix prefix) {
    return RANGE + prefix.canonical();
  }

  /** Name of the range of a pattern that ends in a number. */
  static Bytes rangeName(SuffixPattern pattern, long last) {
    return Bytes.utf8(escaped(pattern) + String.format("/%018d", last));
  }

  /** A name that is behind those of a pattern, and before those of any later pattern. */
  static Bytes rangesEnd(SuffixPattern pattern) {
    return Bytes.utf8(escaped(pattern) + "/:");
  }

  static boolean isRangeOf(SuffixPattern pattern, RowKey key) {
    return key.name().toUtf8().startsWith(escaped(pattern) + "/");
  }

  /** The pattern with its slashes escaped, so that no name starts another. */
  private static String escaped(SuffixPattern pattern) {
    return pattern.canonical().replace("/", "{/}");
  }

  /** The partition of index rows under a prefix, for public or restricted values. */
  public static String index(Prefix prefix, boolean restricted) {
    return (restricted ? RESTRICTED_INDEX : PUBLIC_INDEX) + prefix.canonical();
  }

  /** The rows by which a version of a record is found. Newer versions stand before older ones. */
  public static List<Row> indexRows(
      Identifier identifier, long version, List<IndexEntry> entries, long batch) {
    return entries.stream().map(entry -> indexRow(identifier, version, entry, batch)).toList();
  }

  /** The row by which a version of a record is found by one entry. */
  public static Row indexRow(Identifier identifier, long version, IndexEntry entry, long batch) {
    byte[] suffix = Bytes.utf8(identifier.suffix().canonical()).toByteArray();
    byte[] name =
        ByteBuffer.allocate(IndexEntry.DIGEST_SIZE + suffix.length + VERSION_SIZE)
            .put(entry.digest().toByteArray())
            .put(suffix)
            .put((byte) 0) // no suffix has one in it, so that their order is kept
            .putLong(~version)
            .array();
    RowKey key =
        new RowKey(Table.INDEX, index(identifier.prefix(), entry.restricted()), Bytes.wrap(name));
    return new Row(key, 0, batch, Bytes.EMPTY);
  }

  /** The record that an index row leads to. */
  public static IndexCursor.Found found(RowKey key) {
    byte[] name = key.name().toByteArray();
    int end = name.length - VERSION_SIZE;
    if (end <= IndexEntry.DIGEST_SIZE) {
      return new IndexCursor.Found("", 0); // damaged: it leads to nothing
    }
    return new IndexCursor.Found(
        new String(name, IndexEntry.DIGEST_SIZE, end - IndexEntry.DIGEST_SIZE, UTF_8),
        ~ByteBuffer.wrap(name).getLong(end + 1));
  }

  /** The signed batch with this number. */
  public static RowKey batch(long batch) {
    return new RowKey(Table.BATCH, batchPartition(batch), Bytes.wrap(number(batch).array()));
  }

  /** The keys of the statements of the batch with this number. */
  public static RowKey manifest(long batch) {
    byte[] name = ByteBuffer.allocate(9).putLong(batch).put((byte) 1).array();
    return new RowKey(Table.BATCH, batchPartition(batch), Bytes.wrap(name));
  }

  /** The upper part of the tree of a batch, which the proofs of its statements share. */
  public static RowKey proof(long batch) {
    return new RowKey(Table.PROOF, batchPartition(batch), Bytes.wrap(number(batch).array()));
  }

  /** The hashes that prove sixteen leaves of a batch in a store of format 3 or older. */
  public static RowKey proofGroup(long batch, int group) {
    byte[] name = ByteBuffer.allocate(9).putLong(batch).put((byte) group).array();
    return new RowKey(Table.PROOF, batchPartition(batch), Bytes.wrap(name));
  }

  /** The hash of a complete subtree of the log tree. */
  public static RowKey logNode(int level, long index) {
    return new RowKey(
        Table.LOG_NODE,
        level + "." + index / NODES_PER_PARTITION,
        Bytes.wrap(number(index).array()));
  }

  /** Number of rows for the nodes of a log tree: each is written when its subtree is complete. */
  public static long logNodes(long batches) {
    long nodes = 0;
    for (long complete = batches; complete > 0; complete >>= 1) {
      nodes += complete;
    }
    return nodes;
  }

  /** A row for messages, described in the words of the log. */
  public static String describe(RowKey key) {
    ByteBuffer name = ByteBuffer.wrap(key.name().toByteArray());
    if (key.table() == Table.STATEMENT && kindOf(key) == StatementKind.EVENT) {
      return EventRows.describe(key);
    }
    if (key.table() == Table.INDEX && EventRows.isName(key)) {
      return "name of an event of " + key.partition().substring(1) + " " + key.name().toHex();
    }
    return switch (key.table()) {
      case STATEMENT ->
          key.partition().substring(Math.min(1, key.partition().length()))
              + "/"
              + key.name().toUtf8();
      case BATCH -> (name.limit() == 9 ? "manifest of batch " : "batch ") + batchOf(name);
      case PROOF ->
          (name.limit() == 9 ? "proof " + (name.get(8) & 0xff) : "proof")
              + " of batch "
              + batchOf(name);
      case LOG_NODE ->
          "hash "
              + batchOf(name)
              + " at level "
              + key.partition().split("[.]", 2)[0]
              + " of the log tree";
      case INDEX ->
          "index of "
              + key.partition().substring(Math.min(1, key.partition().length()))
              + "/"
              + found(key).suffix()
              + " version "
              + found(key).version();
      default -> "row " + key.table() + " " + key.partition() + " " + key.name();
    };
  }

  private static String batchOf(ByteBuffer name) {
    return name.limit() >= Long.BYTES ? Long.toString(name.getLong(0)) : "?";
  }

  /** The receipt of an operation in a period. A space is in neither name nor id. */
  public static RowKey operation(long period, CallersOperation operation) {
    String name = ' ' + operation.caller().name() + ' ' + operation.id().text();
    return new RowKey(Table.OPERATION, operations(period), Bytes.utf8(name));
  }

  /** The receipt of an operation whose caller was not kept, as in stores of before. */
  public static RowKey operation(long period, OperationId operation) {
    return new RowKey(Table.OPERATION, operations(period), Bytes.utf8(operation.text()));
  }

  /** The partition of the receipts of a period. */
  public static String operations(long period) {
    return Long.toString(period);
  }

  private static String batchPartition(long batch) {
    return Long.toString(batch / BATCHES_PER_PARTITION);
  }

  private static ByteBuffer number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number);
  }
}
