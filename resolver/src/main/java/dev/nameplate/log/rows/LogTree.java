package dev.nameplate.log.rows;

import dev.nameplate.log.CorruptLogException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/**
 * The growing Merkle tree over batch headers (RFC 9162, section 2.1): the hashes of the complete
 * subtrees on its right edge, from which further hashes and the root are computed. Used by one
 * thread.
 */
public final class LogTree {
  private final HashFunction hash = HashFunction.SHA256;
  private final List<Bytes> edge; // edge.get(level) is used where bit `level` of size is set
  private long size;

  /** The tree over the committed batches. */
  public LogTree(RecordStore store) {
    size = store.head().batches();
    edge = new ArrayList<>();
    for (int level = 0; size >> level > 0; level++) {
      boolean complete = (size >> level & 1) == 1;
      edge.add(complete ? storedNode(store, level, (size >> level) - 1) : Bytes.EMPTY);
    }
  }

  private LogTree(List<Bytes> edge, long size) {
    this.edge = new ArrayList<>(edge);
    this.size = size;
  }

  /** The tree over no batches. */
  public static LogTree empty() {
    return new LogTree(List.of(), 0);
  }

  /** A tree that grows by itself from here on. */
  public LogTree copy() {
    return new LogTree(edge, size);
  }

  /** Adds a leaf, and returns the rows of the subtrees that it completes, its own included. */
  public List<Row> append(Bytes header) {
    List<Row> rows = new ArrayList<>();
    long batch = size;
    Bytes node = hash.leafHash(header);
    int level = 0;
    rows.add(new Row(RowKeys.logNode(level, batch), 0, batch, node));
    while ((batch >> level & 1) == 1) {
      node = hash.nodeHash(edge.get(level), node);
      level++;
      rows.add(new Row(RowKeys.logNode(level, batch >> level), 0, batch, node));
    }
    while (edge.size() <= level) {
      edge.add(Bytes.EMPTY);
    }
    edge.set(level, node);
    size++;
    return rows;
  }

  /** The current root of the tree. */
  public Bytes root() {
    return new MerkleTree(hash, size, (level, index) -> edge.get(level)).root();
  }

  /** The hash of a complete subtree of the committed tree. */
  public static Bytes storedNode(RecordStore store, int level, long index) {
    return store
        .read(RowKeys.logNode(level, index))
        .orElseThrow(
            () ->
                CorruptLogException.missingDerived(
                    "hash " + index + " at level " + level + " of the log tree"))
        .value();
  }
}
