package dev.nameplate.log.audit;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.rows.BatchRows;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.ProofGroup;
import dev.nameplate.log.rows.ProvenBatch;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StatementRows;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleProof;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Derives the rows of a batch again from its statements and its signature, after checking that
 * every statement is signed: its manifest, and its proofs, which are partly in the rows of the
 * statements. Used by one thread.
 */
final class Rederivation {
  private final RecordStore store;
  private final StatementRows rows;
  private final StatementVerifier verifier;
  private final LongPredicate disclosed;

  /**
   * Derives rows of a store.
   *
   * @param verifier the verifier with the log's anchors
   * @param own the prefixes of those anchors
   * @param disclosed the batches whose restricted values must be present, as at the log's owner
   */
  Rederivation(
      RecordStore store,
      StatementVerifier verifier,
      Collection<Prefix> own,
      LongPredicate disclosed) {
    this.store = store;
    this.rows = new StatementRows(store, own);
    this.verifier = verifier;
    this.disclosed = disclosed;
  }

  /** A statement of a batch differs from the signed statement, is missing or misplaced. */
  static final class NotAsSignedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAsSignedException(String what) {
      super(what);
    }
  }

  /**
   * The rows of a batch as they follow from its statements and its signature.
   *
   * @param rows all but those of statements
   * @param statements those of its statements that differ, with the statement as it is
   */
  record Derived(List<Row> rows, List<Row> statements) {}

  /**
   * Checks the statements of a batch and derives its rows.
   *
   * @param entries the row keys of its statements, as far as known
   */
  Derived derive(SignedBatch signed, List<Manifest.Entry> entries) throws NotAsSignedException {
    long batch = signed.header().batch();
    HashFunction hash = signed.header().suite().hash();
    if (entries.size() != signed.header().count()) {
      throw new NotAsSignedException(
          "batch "
              + batch
              + ": "
              + entries.size()
              + " statements found (expected: "
              + signed.header().count()
              + ")");
    }
    List<Row> found = new ArrayList<>(entries.size());
    List<StoredStatement> statements = new ArrayList<>(entries.size());
    List<Bytes> leaves = new ArrayList<>(entries.size());
    for (int leaf = 0; leaf < entries.size(); leaf++) {
      Row row = row(batch, leaf, entries.get(leaf));
      StoredStatement stored = StoredStatement.decode(row);
      found.add(row);
      statements.add(stored);
      leaves.add(hash.leafHash(stored.body()));
    }
    MerkleTree tree = MerkleTree.ofLeafHashes(hash, leaves);
    if (!tree.root().equals(signed.header().root())) {
      throw new NotAsSignedException(changed(signed, entries, statements, leaves));
    }
    List<Row> derived = BatchRows.derived(signed, entries, tree);
    for (int leaf = 0; leaf < entries.size(); leaf++) {
      Object said = verify(signed, tree, leaf, statements.get(leaf), entries.get(leaf)).value();
      attempt(() -> Optional.of(rows.index(said, batch))).ifPresent(derived::addAll);
    }
    List<Row> differing = BatchRows.statements(signed, entries, statements, tree);
    differing.removeAll(new HashSet<>(found));
    return new Derived(derived, differing);
  }

  private Row row(long batch, int leaf, Manifest.Entry entry) throws NotAsSignedException {
    Optional<Row> row = attempt(() -> store.version(entry.key(), entry.version()));
    Optional<StoredStatement> stored =
        row.flatMap(found -> attempt(found, StoredStatement::decode));
    if (stored.isEmpty()) {
      throw new NotAsSignedException(
          name(batch, leaf, entry) + (row.isEmpty() ? " is missing" : " cannot be read"));
    }
    if (row.orElseThrow().batch() != batch || stored.get().leafIndex() != leaf) {
      throw new NotAsSignedException(
          name(batch, leaf, entry)
              + " claims to be leaf "
              + stored.get().leafIndex()
              + " of batch "
              + row.orElseThrow().batch());
    }
    return row.orElseThrow();
  }

  private Verified<?> verify(
      SignedBatch signed, MerkleTree tree, int leaf, StoredStatement stored, Manifest.Entry entry)
      throws NotAsSignedException {
    long batch = signed.header().batch();
    try {
      Verified<?> verified =
          verifier.verifyLogged(
              SignedStatement.of(
                  stored.body(), stored.disclosures(), leaf, tree.inclusionPath(leaf), signed));
      StatementRows.Place place = rows.place(verified.value());
      if (!place.key().equals(entry.key()) || place.version() != entry.version()) {
        throw new NotAsSignedException(
            name(batch, leaf, entry)
                + " is "
                + RowKeys.describe(place.key())
                + " version "
                + place.version()
                + ", which is in another place");
      }
      requirePrevious(
          signed.header().suite().hash(), name(batch, leaf, entry), verified.value(), place);
      if (disclosed.test(batch)
          && verified.value() instanceof IdentifierRecord record
          && !record.withheld().isEmpty()) {
        throw new NotAsSignedException(
            name(batch, leaf, entry) + " has lost its restricted values " + record.withheld());
      }
      if (disclosed.test(batch)
          && verified.value() instanceof RecordedEvent event
          && event.content().isEmpty()) {
        throw new NotAsSignedException(name(batch, leaf, entry) + " has lost the restricted event");
      }
      return verified;
    } catch (RejectedStatementException e) {
      throw new NotAsSignedException(name(batch, leaf, entry) + ": " + e.getMessage());
    }
  }

  private void requirePrevious(
      HashFunction hash, String name, Object said, StatementRows.Place place)
      throws NotAsSignedException {
    if (place.version() == 1) {
      return;
    }
    Optional<Bytes> before =
        attempt(() -> store.version(place.key(), place.version() - 1))
            .or(() -> place.version() == 2 ? attempt(() -> rows.rangeOf(said)) : Optional.empty())
            .flatMap(row -> attempt(row, StoredStatement::decode))
            .map(stored -> hash.leafHash(stored.body()));
    if (!before.equals(Optional.of(place.previous()))) {
      throw new NotAsSignedException(
          name + " does not follow the version before it, which is changed or missing");
    }
  }

  /** Names a statement whose own proof does not lead to the signed root, if another's does. */
  private String changed(
      SignedBatch signed,
      List<Manifest.Entry> entries,
      List<StoredStatement> statements,
      List<Bytes> leaves) {
    BatchHeader header = signed.header();
    List<Integer> changed = new ArrayList<>();
    int proven = 0;
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      Optional<List<Bytes>> path = path(header, statements.get(leaf));
      if (path.isPresent() && isIncluded(header, leaves.get(leaf), leaf, path.get())) {
        proven++;
      } else if (path.isPresent()) {
        changed.add(leaf);
      }
    }
    return changed.isEmpty() || (proven == 0 && leaves.size() > 1)
        ? "batch " + header.batch() + ": its statements do not match the signed root"
        : name(header.batch(), changed.get(0), entries.get(changed.get(0)))
            + " differs from its signed form";
  }

  /**
   * The readable copies of a signed batch in the proofs of a store of format 3 or older.
   *
   * @param groups number of groups of proofs to look at
   */
  static Stream<SignedBatch> olderCopies(RecordStore store, long batch, int groups) {
    return IntStream.range(0, groups)
        .mapToObj(group -> RowKeys.proofGroup(batch, group))
        .flatMap(key -> attempt(() -> store.read(key)).stream())
        .flatMap(row -> attempt(row, ProofGroup::decode).stream())
        .map(ProofGroup::batch);
  }

  private static boolean isIncluded(
      BatchHeader header, Bytes leafHash, int leaf, List<Bytes> path) {
    return MerkleProof.includes(
        header.suite().hash(), leafHash, leaf, header.count(), path, header.root());
  }

  private Optional<List<Bytes>> path(BatchHeader header, StoredStatement stored) {
    int leaf = stored.leafIndex();
    try {
      return stored.siblings().isPresent()
          ? attempt(() -> store.read(RowKeys.proof(header.batch())))
              .flatMap(row -> attempt(row, ProvenBatch::decode))
              .map(proven -> proven.path(leaf, stored.siblings().get()))
          : attempt(() -> store.read(RowKeys.proofGroup(header.batch(), leaf / ProofGroup.SIZE)))
              .flatMap(row -> attempt(row, ProofGroup::decode))
              .map(group -> group.pathOf(leaf, group.subtree(header.suite().hash())));
    } catch (IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static String name(long batch, int leaf, Manifest.Entry entry) {
    return "statement "
        + RowKeys.describe(entry.key())
        + " version "
        + entry.version()
        + " (leaf "
        + leaf
        + " of batch "
        + batch
        + ")";
  }

  /** The result of a read; empty for damaged data. Other failures are thrown. */
  static <T> Optional<T> attempt(Supplier<Optional<T>> reading) {
    try {
      return reading.get();
    } catch (NodeException e) {
      if (e.reason() == ErrorReason.DATA_CORRUPT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  static <T> Optional<T> attempt(Row row, Function<Row, T> decoding) {
    return attempt(() -> Optional.of(decoding.apply(row)));
  }
}
