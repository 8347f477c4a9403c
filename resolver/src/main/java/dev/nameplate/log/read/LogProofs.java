package dev.nameplate.log.read;

import dev.nameplate.log.OutOfLogException;
import dev.nameplate.log.rows.LogTree;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.TlogProof;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedBatch;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Signs checkpoints of a log, and makes proofs of it. Thread-safe; reads the store. */
public final class LogProofs {
  private static final HashFunction HASH = HashFunction.SHA256;

  private final RecordStore store;
  private final StatementReader reader;
  private final Function<Head, SignedNote> checkpoints;

  /** Proofs for a log with its checkpoint keys. */
  public LogProofs(
      LogName log, RecordStore store, StatementReader reader, List<NoteSigner> signers) {
    this(
        store,
        reader,
        head -> Checkpoint.of(log, head.batches(), head.root()).sign(List.copyOf(signers)));
  }

  /**
   * Proofs for a log whose checkpoints are signed elsewhere.
   *
   * @param checkpoints returns the newest checkpoint that a head has reached
   */
  public LogProofs(
      RecordStore store, StatementReader reader, Function<Head, SignedNote> checkpoints) {
    this.store = store;
    this.reader = reader;
    this.checkpoints = checkpoints;
  }

  /**
   * A batch with its place in the log.
   *
   * @param batch the batch
   * @param treeSize number of batches in the tree
   * @param path inclusion path (RFC 9162, section 2.1.3)
   */
  public record Inclusion(SignedBatch batch, long treeSize, List<Bytes> path) {
    /** Copies the path. */
    public Inclusion {
      path = List.copyOf(path);
    }
  }

  /** A signed note over the committed batches (C2SP tlog-checkpoint). */
  public SignedNote checkpoint() {
    return checkpoints.apply(store.head());
  }

  /**
   * Proves that a batch is in the log.
   *
   * @param batch number of the batch
   * @param treeSize number of batches in the tree to prove it in; 0 for all that are committed
   * @throws OutOfLogException if there is no such batch or size
   */
  public Inclusion proveInclusion(long batch, long treeSize) {
    long size = sizeOrNewest(treeSize);
    OutOfLogException.require("batch", batch, 0, size - 1);
    return new Inclusion(reader.batch(batch), size, tree(size).inclusionPath(batch));
  }

  /** A self-contained proof of a batch, with the newest checkpoint (C2SP tlog-proof@v1). */
  public TlogProof exportProof(long batch) {
    SignedNote checkpoint = checkpoint();
    Inclusion inclusion = proveInclusion(batch, Checkpoint.parse(checkpoint.text()).size());
    return new TlogProof(Optional.empty(), batch, inclusion.path(), checkpoint);
  }

  /**
   * Proves that a larger log extends a smaller one (RFC 9162, section 2.1.4).
   *
   * @param first number of batches in the smaller one, 1 or more
   * @param second number of batches in the larger one; 0 for all that are committed
   * @throws OutOfLogException if the log never had such a size
   */
  public List<Bytes> proveConsistency(long first, long second) {
    long size = sizeOrNewest(second);
    OutOfLogException.require("first_size", first, 1, size);
    return tree(size).consistencyProof(first);
  }

  /**
   * The root of the tree of the first batches.
   *
   * @param size number of batches
   * @throws OutOfLogException if the log never had such a size
   */
  public Bytes root(long size) {
    OutOfLogException.require("tree_size", size, 0, size());
    return tree(size).root();
  }

  /** Number of committed batches. */
  public long size() {
    return store.head().batches();
  }

  private long sizeOrNewest(long wanted) {
    long newest = size();
    OutOfLogException.require("tree_size", wanted, 0, newest);
    return wanted == 0 ? newest : wanted;
  }

  private MerkleTree tree(long size) {
    return new MerkleTree(HASH, size, (level, index) -> LogTree.storedNode(store, level, index));
  }
}
