package dev.nameplate.log.rows;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of one batch, collected leaf by leaf. Used by one thread. */
public final class BatchRows {
  private final long batch;
  private final List<Row> rows;
  private final List<Manifest.Entry> entries = new ArrayList<>();
  private final List<StoredStatement> statements = new ArrayList<>();

  /** The rows of the batch with a number, added to others. */
  public BatchRows(long batch, List<Row> rows) {
    this.batch = batch;
    this.rows = rows;
  }

  /** Adds the statement of the next leaf. */
  public void add(RowKey key, long version, Bytes body, List<Bytes> disclosures) {
    statements.add(new StoredStatement(entries.size(), Optional.empty(), body, disclosures));
    entries.add(new Manifest.Entry(key, version));
  }

  /** Adds the rows of the statements and of their proofs, and the signed batch itself. */
  public void sign(SignedBatch signed, MerkleTree tree) {
    rows.addAll(statements(signed, entries, statements, tree));
    rows.addAll(derived(signed, entries, tree));
    rows.add(new Row(RowKeys.batch(batch), 0, batch, signed.encoded()));
  }

  /** The rows of the statements of a batch, each with the lower part of its proof. */
  public static List<Row> statements(
      SignedBatch signed,
      List<Manifest.Entry> entries,
      List<StoredStatement> statements,
      MerkleTree tree) {
    List<Row> rows = new ArrayList<>(entries.size());
    for (int leaf = 0; leaf < entries.size(); leaf++) {
      Manifest.Entry entry = entries.get(leaf);
      Bytes value = statements.get(leaf).withSiblings(ProvenBatch.siblings(tree, leaf)).encode();
      rows.add(new Row(entry.key(), entry.version(), signed.header().batch(), value));
    }
    return rows;
  }

  /** The manifest of a batch, and what the proofs of its statements share. */
  public static List<Row> derived(
      SignedBatch signed, List<Manifest.Entry> entries, MerkleTree tree) {
    long batch = signed.header().batch();
    List<Row> rows = new ArrayList<>();
    rows.add(new Row(RowKeys.manifest(batch), 0, batch, new Manifest(entries).encode()));
    rows.add(ProvenBatch.row(signed, tree));
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
