package dev.nameplate.log.audit;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.rows.BatchRows;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.ProofGroup;
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
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;

/**
 * Derives the rows of a batch again from its statements and its signature, after checking that
 * every statement is signed: its manifest and its proofs. Used by one thread.
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
   * Checks the statements of a batch and derives its rows.
   *
   * @param entries the row keys of its statements, as far as known
   */
  List<Row> derive(SignedBatch signed, List<Manifest.Entry> entries) throws NotAsSignedException {
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
    List<StoredStatement> statements = new ArrayList<>(entries.size());
    List<Bytes> leaves = new ArrayList<>(entries.size());
    for (int leaf = 0; leaf < entries.size(); leaf++) {
      StoredStatement stored = statement(batch, leaf, entries.get(leaf));
      statements.add(stored);
      leaves.add(hash.leafHash(stored.body()));
    }
    MerkleTree tree = MerkleTree.ofLeafHashes(hash, leaves);
    if (!tree.root().equals(signed.header().root())) {
      throw new NotAsSignedException(changed(signed, entries, leaves));
    }
    List<Row> derived = BatchRows.derived(signed, entries, tree, leaves);
    for (int leaf = 0; leaf < entries.size(); leaf++) {
      Object said = verify(signed, tree, leaf, statements.get(leaf), entries.get(leaf)).value();
      attempt(() -> Optional.of(rows.index(said, batch))).ifPresent(derived::addAll);
    }
    return derived;
  }

  private StoredStatement statement(long batch, int leaf, Manifest.Entry entry)
      throws NotAsSignedException {
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
    return stored.get();
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

  /** Names the statements that differ from the stored proofs, if these give the root. */
  private String changed(SignedBatch signed, List<Manifest.Entry> entries, List<Bytes> leaves) {
    long batch = signed.header().batch();
    List<Bytes> signedLeaves = new ArrayList<>();
    for (int group = 0; group * ProofGroup.SIZE < leaves.size(); group++) {
      int number = group;
      attempt(() -> store.read(RowKeys.proof(batch, number)))
          .flatMap(row -> attempt(row, ProofGroup::decode))
          .ifPresent(proof -> signedLeaves.addAll(proof.leaves()));
    }
    HashFunction hash = signed.header().suite().hash();
    if (signedLeaves.size() == leaves.size()
        && MerkleTree.ofLeafHashes(hash, signedLeaves).root().equals(signed.header().root())) {
      for (int leaf = 0; leaf < leaves.size(); leaf++) {
        if (!leaves.get(leaf).equals(signedLeaves.get(leaf))) {
          return name(batch, leaf, entries.get(leaf)) + " differs from its signed form";
        }
      }
    }
    return "batch " + batch + ": its statements do not match the signed root";
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
