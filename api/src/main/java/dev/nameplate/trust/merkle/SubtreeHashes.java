package dev.nameplate.trust.merkle;

import dev.nameplate.record.Bytes;

/**
 * Storage of a Merkle tree's hashes of complete subtrees, in memory or in a store.
 *
 * <p>A subtree of level {@code l} and index {@code i} covers the leaves from {@code i * 2^l} up to,
 * but not including, {@code (i + 1) * 2^l}. It is complete once all of them exist, and its hash
 * then never changes; level 0 holds the leaf hashes.
 */
@FunctionalInterface
public interface SubtreeHashes {
  /**
   * The hash of a complete subtree. May block, if the store does.
   *
   * @param level 0 for leaves, up to 62
   * @param index number of the subtree in its level, from 0; it must be complete
   */
  Bytes hash(int level, long index);
}
