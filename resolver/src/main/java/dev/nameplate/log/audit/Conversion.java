package dev.nameplate.log.audit;

import dev.nameplate.log.rows.BatchRows;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.ProofGroup;
import dev.nameplate.log.rows.ProvenBatch;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Converts the rows of a store of an older format, batch by batch, oldest first: the siblings of
 * each statement go into its row, and one row of a batch takes the place of its groups of proofs.
 * Nothing is signed, and no statement is changed.
 *
 * <p>Some batches are written at once, atomically and durably, so that the conversion goes on where
 * it was when the process ended. A batch with a statement that is missing or damaged stays as it
 * is, and so does one whose copies of the signature differ, as one of them may be the only good
 * one: readers understand it, and an audit names the row. Used by one thread, which owns the store.
 */
public final class Conversion {
  private static final int ROWS_AT_ONCE = 2_000;
  private static final long BYTES_AT_ONCE = 4L << 20;

  private final NodeStore store;
  private final LongConsumer progress;
  private final List<Row> rows = new ArrayList<>();
  private final List<RowKey> surplus = new ArrayList<>();
  private long bytes;
  private long left;
  private boolean marked;

  private Conversion(NodeStore store, LongConsumer progress) {
    this.store = store;
    this.progress = progress;
  }

  /** Number of batches that are to be looked at; 0 if none can be of an older format. */
  public static long pending(NodeStore store) {
    return store.isOlder() ? store.head().batches() - firstPending(store) : 0;
  }

  /**
   * Converts all batches, and marks the store as converted.
   *
   * @param progress told the number of batches that were looked at, after each write
   * @return number of batches that stayed as they were, because they are damaged
   * @throws dev.nameplate.error.NodeException {@code STORE_FULL} or {@code STORE_FAILED} if the
   *     medium fails; what was converted stays so, and the rest can be read
   */
  public static long run(NodeStore store, LongConsumer progress) {
    Conversion conversion = new Conversion(store, progress);
    if (store.isOlder()) {
      conversion.convert();
      store.converted();
    }
    return conversion.left;
  }

  private void convert() {
    long batches = store.head().batches();
    for (long batch = firstPending(store); batch < batches; batch++) {
      convert(batch);
      if (rows.size() + surplus.size() >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE) {
        write(batch + 1);
      }
    }
    write(batches);
  }

  /** A batch behind a converted one, before which every batch was looked at; found by halving. */
  private static long firstPending(NodeStore store) {
    long low = 0;
    long high = store.head().batches();
    if (high > 0 && isConverted(store, high - 1)) {
      return high;
    }
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (isConverted(store, middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean isConverted(NodeStore store, long batch) {
    return Rederivation.attempt(() -> store.read(RowKeys.proof(batch))).isPresent();
  }

  private void convert(long batch) {
    if (isConverted(store, batch)) {
      return;
    }
    Optional<List<Row>> converted = manifest(batch).flatMap(entries -> rows(batch, entries));
    if (converted.isEmpty()) {
      left++;
      return;
    }
    for (Row row : converted.get()) {
      rows.add(row);
      bytes += row.value().size();
    }
    for (int group = 0; group < ProofGroup.groups(converted.get().size() - 1); group++) {
      surplus.add(RowKeys.proofGroup(batch, group));
    }
  }

  private Optional<List<Manifest.Entry>> manifest(long batch) {
    return Rederivation.attempt(() -> store.read(RowKeys.manifest(batch)))
        .flatMap(row -> Rederivation.attempt(row, Manifest::decode))
        .map(Manifest::entries);
  }

  /** The rows of the statements of a batch, then the row that their proofs share. */
  private Optional<List<Row>> rows(long batch, List<Manifest.Entry> entries) {
    List<StoredStatement> statements = new ArrayList<>(entries.size());
    for (Manifest.Entry entry : entries) {
      Rederivation.attempt(() -> store.version(entry.key(), entry.version()))
          .filter(row -> row.batch() == batch)
          .flatMap(row -> Rederivation.attempt(row, StoredStatement::decode))
          .filter(stored -> stored.leafIndex() == statements.size())
          .ifPresent(statements::add);
    }
    if (statements.size() < entries.size()) {
      return Optional.empty();
    }
    List<SignedBatch> copies =
        signatures(batch, ProofGroup.groups(entries.size())).distinct().toList();
    return copies.size() == 1 // which of several is signed, an audit finds out
        ? rows(copies.get(0), batch, entries, statements)
        : Optional.empty();
  }

  /** The signed batch from its own row, then from each row that has a copy of it. */
  private Stream<SignedBatch> signatures(long batch, int groups) {
    Stream<SignedBatch> own =
        Rederivation.attempt(() -> store.read(RowKeys.batch(batch)))
            .flatMap(row -> Rederivation.attempt(row, BatchRows::signed))
            .stream();
    return Stream.concat(own, Rederivation.olderCopies(store, batch, groups));
  }

  private static Optional<List<Row>> rows(
      SignedBatch signed,
      long batch,
      List<Manifest.Entry> entries,
      List<StoredStatement> statements) {
    if (signed.header().batch() != batch || signed.header().count() != entries.size()) {
      return Optional.empty();
    }
    HashFunction hash = signed.header().suite().hash();
    List<Bytes> leaves = statements.stream().map(stored -> hash.leafHash(stored.body())).toList();
    MerkleTree tree = MerkleTree.ofLeafHashes(hash, leaves);
    if (!tree.root().equals(signed.header().root())) {
      return Optional.empty();
    }
    List<Row> rows = new ArrayList<>(BatchRows.statements(signed, entries, statements, tree));
    rows.add(ProvenBatch.row(signed, tree));
    return Optional.of(rows);
  }

  private void write(long done) {
    if (!rows.isEmpty()) {
      store.requireRoom();
      if (!marked) {
        store.converting();
        marked = true;
      }
      store.mend(rows, surplus);
      rows.clear();
      surplus.clear();
      bytes = 0;
    }
    progress.accept(done);
  }
}
