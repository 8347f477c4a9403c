package dev.nameplate.trust.merkle;

import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A Merkle tree of one size: its root, and proofs out of it. The same for a batch of statements in
 * memory and for a log of millions of batches whose hashes are in a store.
 *
 * <p>Making one asks for the hash of one complete subtree a level at most; each proof asks for one
 * hash a level. Immutable, and thread-safe if the {@link SubtreeHashes} are.
 *
 * <p><b>Source:</b> RFC 9162, section 2.1.
 */
public final class MerkleTree {
  private final HashFunction hash;
  private final long size;
  private final SubtreeHashes complete;

  /**
   * The last node of each level if it is incomplete; there is at most one per level. Unused entries
   * are empty.
   */
  private final Bytes[] edge;

  /**
   * The tree of the first {@code size} leaves.
   *
   * @param size 0 to 2^62
   */
  public MerkleTree(HashFunction hash, long size, SubtreeHashes complete) {
    if (size < 0 || size > 1L << 62) {
      throw new IllegalArgumentException("size: " + size + " (expected: 0 to 2^62)");
    }
    this.hash = hash;
    this.size = size;
    this.complete = complete;
    this.edge = new Bytes[levels(size)];
    for (int level = 0; level < edge.length; level++) {
      edge[level] = isWhole(level) ? Bytes.EMPTY : lastNode(level);
    }
  }

  /** The tree over data, held in memory: the data are hashed as leaves. */
  public static MerkleTree ofData(HashFunction hash, List<Bytes> data) {
    return ofLeafHashes(hash, data.stream().map(hash::leafHash).toList());
  }

  /** The tree over leaf hashes, held in memory. */
  public static MerkleTree ofLeafHashes(HashFunction hash, List<Bytes> leafHashes) {
    List<List<Bytes>> levels = new ArrayList<>();
    for (List<Bytes> below = List.copyOf(leafHashes); !below.isEmpty(); ) {
      levels.add(below);
      List<Bytes> level = new ArrayList<>(below.size() / 2);
      for (int i = 0; i + 1 < below.size(); i += 2) {
        level.add(hash.nodeHash(below.get(i), below.get(i + 1)));
      }
      below = level;
    }
    return new MerkleTree(
        hash, leafHashes.size(), (level, index) -> levels.get(level).get((int) index));
  }

  /** Number of leaves. */
  public long size() {
    return size;
  }

  /** The hash function of the tree. */
  public HashFunction hash() {
    return hash;
  }

  /** The root; of a tree without leaves it is the hash of nothing. */
  public Bytes root() {
    return size == 0 ? hash.hash(Bytes.EMPTY) : node(edge.length - 1, 0);
  }

  /**
   * The hash of one leaf.
   *
   * @throws IndexOutOfBoundsException if there is no such leaf
   */
  public Bytes leafHash(long leaf) {
    return complete.hash(0, Objects.checkIndex(leaf, size));
  }

  /**
   * The root of an aligned subtree: over the 2^level leaves from {@code index} x 2^level on, or
   * those of them that the tree has.
   *
   * @param level 0 for leaves
   * @param index number of the subtree at its level, from 0
   * @throws IndexOutOfBoundsException if the tree has no leaf of it
   */
  public Bytes subtree(int level, long index) {
    Objects.checkIndex(level, edge.length);
    return node(level, Objects.checkIndex(index, width(level)));
  }

  /** Number of aligned subtrees of a level that have leaves of this tree, at least one. */
  public long subtrees(int level) {
    return width(Objects.checkIndex(level, edge.length));
  }

  /**
   * The hashes from a leaf's sibling up to the root's child, which together with the leaf give the
   * root.
   *
   * <p><b>Source:</b> RFC 9162, section 2.1.3.1.
   *
   * @throws IndexOutOfBoundsException if there is no such leaf
   */
  public List<Bytes> inclusionPath(long leaf) {
    List<Bytes> path = new ArrayList<>(edge.length);
    addSiblings(path, 0, Objects.checkIndex(leaf, size));
    return List.copyOf(path);
  }

  /**
   * The hashes that show that this tree begins with the leaves of a smaller one.
   *
   * <p><b>Source:</b> RFC 9162, section 2.1.4.1.
   *
   * @param firstSize how many leaves the smaller tree has; the proof is empty for 0 and for this
   *     tree's own size
   * @throws IndexOutOfBoundsException if it is negative or larger than this tree
   */
  public List<Bytes> consistencyProof(long firstSize) {
    Objects.checkIndex(firstSize, size + 1);
    if (firstSize == 0 || firstSize == size) {
      return List.of();
    }
    // The last of the complete subtrees that the smaller tree consists of.
    int level = Long.numberOfTrailingZeros(firstSize);
    long index = (firstSize >> level) - 1;
    List<Bytes> proof = new ArrayList<>(edge.length + 1);
    if (index != 0) {
      proof.add(node(level, index));
    }
    addSiblings(proof, level, index);
    return List.copyOf(proof);
  }

  private void addSiblings(List<Bytes> path, int fromLevel, long fromIndex) {
    long index = fromIndex;
    for (int level = fromLevel; level < edge.length - 1; level++) {
      long sibling = index ^ 1;
      if (sibling < width(level)) {
        path.add(node(level, sibling));
      }
      index >>= 1;
    }
  }

  private Bytes node(int level, long index) {
    boolean last = index == width(level) - 1;
    return last && !isWhole(level) ? edge[level] : complete.hash(level, index);
  }

  /** The last node of a level, from the nodes of the level below. */
  private Bytes lastNode(int level) {
    long left = 2 * (width(level) - 1);
    return left + 1 < width(level - 1)
        ? hash.nodeHash(node(level - 1, left), node(level - 1, left + 1))
        : node(level - 1, left);
  }

  /** True if all nodes of a level are complete. */
  private boolean isWhole(int level) {
    return (size & ((1L << level) - 1)) == 0;
  }

  /** Number of nodes of a level, the incomplete node included. */
  private long width(int level) {
    return (size >> level) + (isWhole(level) ? 0 : 1);
  }

  private static int levels(long size) {
    return size == 0 ? 0 : 65 - Long.numberOfLeadingZeros(size - 1);
  }
}
