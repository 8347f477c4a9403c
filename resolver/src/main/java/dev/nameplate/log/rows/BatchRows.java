package dev.nameplate.log.rows;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedBatch;
import java.util.ArrayList;
import java.util.List;

/** The rows of one batch, collected leaf by leaf. Used by one thread. */
public final class BatchRows {
  private final long batch;
  private final List<Row> rows;
  private final List<Manifest.Entry> entries = new ArrayList<>();

  /** The rows of the batch with a number, added to others. */
  public BatchRows(long batch, List<Row> rows) {
    this.batch = batch;
    this.rows = rows;
  }

  /** Adds the statement of the next leaf. */
  public void add(RowKey key, long version, Bytes body, List<Bytes> disclosures) {
    Bytes stored = new StoredStatement(entries.size(), body, disclosures).encode();
    rows.add(new Row(key, version, batch, stored));
    entries.add(new Manifest.Entry(key, version));
  }

  /** Adds what follows from the signature over all leaves, and the signed batch itself. */
  public void sign(SignedBatch signed, MerkleTree tree, List<Bytes> leaves) {
    rows.addAll(derived(signed, entries, tree, leaves));
    rows.add(new Row(RowKeys.batch(batch), 0, batch, signed.encoded()));
  }

  /** The manifest and the proofs of a batch. */
  public static List<Row> derived(
      SignedBatch signed, List<Manifest.Entry> entries, MerkleTree tree, List<Bytes> leaves) {
    long batch = signed.header().batch();
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(RowKeys.manifest(batch), 0, batch, new Manifest(entries).encode()));
    for (int group = 0; group * ProofGroup.SIZE < leaves.size(); group++) {
      Bytes proof = ProofGroup.of(signed, tree, leaves, group).encode();
      rows.add(new Row(RowKeys.proof(batch, group), 0, batch, proof));
    }
    return rows;
  }

  /** The signed batch that a row holds. */
  public static SignedBatch signed(Row row) {
    try {
      return SignedBatch.parse(row.value());
    } catch (RejectedStatementException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }
}
