package dev.nameplate.trust.merkle;

import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * The root of a Merkle tree whose leaves are added one after the other. Keeps one hash a level.
 * Used by one thread.
 *
 * <p><b>Source:</b> RFC 9162, section 2.1.1.
 */
public final class GrowingRoot {
  private final HashFunction hash;

  /** The roots of the complete subtrees that the leaves so far consist of, the largest first. */
  private final List<Bytes> complete = new ArrayList<>();

  private long size;

  /** A tree without leaves. */
  public GrowingRoot(HashFunction hash) {
    this.hash = hash;
  }

  /** Adds a leaf by its hash. */
  public void add(Bytes leafHash) {
    Bytes node = leafHash;
    for (long rest = size; (rest & 1) == 1; rest >>= 1) {
      node = hash.nodeHash(complete.remove(complete.size() - 1), node);
    }
    complete.add(node);
    size++;
  }

  /** Number of leaves. */
  public long size() {
    return size;
  }

  /** The root; of a tree without leaves it is the hash of nothing. */
  public Bytes root() {
    if (size == 0) {
      return hash.hash(Bytes.EMPTY);
    }
    Bytes root = complete.get(complete.size() - 1);
    for (int i = complete.size() - 2; i >= 0; i--) {
      root = hash.nodeHash(complete.get(i), root);
    }
    return root;
  }
}
