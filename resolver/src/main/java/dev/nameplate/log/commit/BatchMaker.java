package dev.nameplate.log.commit;

import dev.nameplate.log.Receipt;
import dev.nameplate.log.rows.BatchRows;
import dev.nameplate.log.rows.LogTree;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Failpoint;
import dev.nameplate.store.Failpoints;
import dev.nameplate.store.Head;
import dev.nameplate.store.Row;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives accepted writes their place in the log: numbers them, builds the batch trees, signs their
 * roots, and lays out the rows. Used by one thread.
 */
final class BatchMaker {
  private final BatchSigner signer;
  private final HashFunction hash;
  private LogTree tree;
  private final Operations operations;
  private final int maxLeaves;
  private final Failpoints failpoints;

  BatchMaker(
      BatchSigner signer,
      LogTree tree,
      Operations operations,
      int maxLeaves,
      Failpoints failpoints) {
    this.signer = signer;
    this.hash = signer.hash();
    this.tree = tree;
    this.operations = operations;
    this.maxLeaves = maxLeaves;
    this.failpoints = failpoints;
  }

  /**
   * The content of a commit.
   *
   * @param rows the rows
   * @param head the head they lead to
   */
  record Made(List<Row> rows, Head head) {}

  /**
   * Begins the batches of a commit, on top of a head. Until it is finished, it leaves nothing
   * behind.
   */
  Making begin(Head head, long timeMillis) {
    return new Making(head, timeMillis);
  }

  /** The batches of a commit, made one after the other while its writes are being decided about. */
  final class Making {
    private final List<Row> rows = new ArrayList<>();
    private final LogTree grown = tree.copy();
    private final Head before;
    private final long timeMillis;
    private long batch;
    private int taken;

    private Making(Head before, long timeMillis) {
      this.before = before;
      this.timeMillis = timeMillis;
      this.batch = before.batches();
    }

    /** Makes the full batches that there are by now, of all that was accepted so far. */
    void makeFull(List<Accepted> accepted) {
      while (accepted.size() - taken >= maxLeaves) {
        make(accepted.subList(taken, taken + maxLeaves));
      }
    }

    /** Makes the rest of them. */
    Made finish(List<Accepted> accepted) {
      makeFull(accepted);
      if (taken < accepted.size()) {
        make(accepted.subList(taken, accepted.size()));
      }
      tree = grown;
      long position = before.statements() + taken;
      return new Made(rows, new Head(before.epoch(), batch, position, timeMillis, grown.root()));
    }

    private void make(List<Accepted> leaves) {
      SignedBatch signed =
          addBatch(rows, leaves, before.epoch(), batch, before.statements() + taken, timeMillis);
      rows.addAll(grown.append(signed.headerBytes()));
      batch++;
      taken += leaves.size();
    }
  }

  private SignedBatch addBatch(
      List<Row> rows,
      List<Accepted> leaves,
      long epoch,
      long batch,
      long firstPosition,
      long timeMillis) {
    List<Bytes> leafHashes = leaves.stream().map(leaf -> leaf.draft().leafHash()).toList();
    MerkleTree leafTree = MerkleTree.ofLeafHashes(hash, leafHashes);
    Instant time = Instant.ofEpochMilli(timeMillis);
    failpoints.hit(Failpoint.BEFORE_SIGN);
    SignedBatch signed = signer.sign(epoch, batch, firstPosition, leafTree, time);
    failpoints.hit(Failpoint.AFTER_SIGN);
    BatchRows made = new BatchRows(batch, rows);
    for (int i = 0; i < leaves.size(); i++) {
      Accepted leaf = leaves.get(i);
      Draft draft = leaf.draft();
      made.add(draft.key(), draft.version(), draft.body(), draft.disclosures());
      rows.addAll(leaf.indexRows(batch));
      leaf.place(
          new Receipt(
              draft.identifier(),
              draft.version(),
              leaf.operation().id(),
              false,
              firstPosition + i,
              batch,
              time));
      if (!leaf.operation().isNone()) {
        rows.add(
            operations.remember(
                leaf.operation(), new Operations.Remembered(leaf.receipt(), leaf.content())));
      }
    }
    made.sign(signed, leafTree);
    return signed;
  }
}
