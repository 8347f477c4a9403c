package dev.nameplate.log.read;

import dev.nameplate.log.RolledBackException;
import dev.nameplate.log.rows.LogTree;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import java.util.Optional;

/** Checks that a store continues the known checkpoints of its log. */
public final class LogContinuity {
  private LogContinuity() {}

  /**
   * Compares a store with a checkpoint. A store that is ahead of it is normal: checkpoints are kept
   * a moment after commits.
   *
   * @param known a verified checkpoint of the store's log
   * @return why nothing may be written to the store; empty if it holds all that the checkpoint
   *     covers
   */
  public static Optional<RolledBackException> check(RecordStore store, Checkpoint known) {
    long batches = store.head().batches();
    return known.size() > batches || !rootAt(store, known.size()).equals(known.root())
        ? Optional.of(new RolledBackException(batches, known))
        : Optional.empty();
  }

  /** The root of the tree over the first batches of a store. */
  public static Bytes rootAt(RecordStore store, long size) {
    return new MerkleTree(
            HashFunction.SHA256, size, (level, index) -> LogTree.storedNode(store, level, index))
        .root();
  }
}
