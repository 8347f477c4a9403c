package dev.nameplate.log.audit;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/**
 * An append-only Merkle tree of which only the complete subtrees on the right edge are kept: one
 * hash per level, whatever its size. Used by one thread.
 *
 * <p><b>Source:</b> RFC 9162, section 2.1.
 */
final class RightEdge {
  private final HashFunction hash;
  private final List<Bytes> complete =
      new ArrayList<>(); // complete.get(level) is used where bit `level` of size is set
  private long size;

  RightEdge(HashFunction hash) {
    this.hash = hash;
  }

  /** Adds a leaf by its hash. */
  void add(Bytes leafHash) {
    Bytes node = leafHash;
    int level = 0;
    while ((size >> level & 1) == 1) {
      node = hash.nodeHash(complete.get(level), node);
      level++;
    }
    if (level == complete.size()) {
      complete.add(node);
    } else {
      complete.set(level, node);
    }
    size++;
  }

  /** Number of leaves. */
  long size() {
    return size;
  }

  /** The current root of the tree. */
  Bytes root() {
    return new MerkleTree(hash, size, (level, index) -> complete.get(level)).root();
  }
}
