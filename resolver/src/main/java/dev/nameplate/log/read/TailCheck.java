package dev.nameplate.log.read;

import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.rows.LogTree;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

/**
 * Checks that the newest batch of a log agrees with its head: header, signature, every statement,
 * and the root of the log tree.
 */
public final class TailCheck {
  private final RecordStore store;
  private final StatementReader reader;
  private final LogName log;
  private final HashFunction hash;
  private final Predicate<SignedBatch> signed;

  private TailCheck(
      RecordStore store,
      StatementReader reader,
      LogName log,
      HashFunction hash,
      Predicate<SignedBatch> signed) {
    this.store = store;
    this.reader = reader;
    this.log = log;
    this.hash = hash;
    this.signed = signed;
  }

  /**
   * Checks the log of a node.
   *
   * @throws CorruptLogException if the tail is damaged
   */
  public static void ofNode(RecordStore store, StatementReader reader, BatchSigner signer) {
    new TailCheck(store, reader, signer.log(), signer.hash(), signer::signed).run();
  }

  /**
   * Checks a copy of a log, without the log's keys.
   *
   * @throws CorruptLogException if the tail is damaged
   * @throws dev.nameplate.error.RejectedStatementException if it is not signed by the log's keys
   */
  public static void ofCopy(RecordStore store, TrustAnchors anchors, Clock clock) {
    TrustAnchor anchor = anchors.list().get(0);
    HashFunction hash = anchor.authorityKey().suite().hash();
    // Every statement of the batch is verified when it is read, and the batch's signature with it.
    StatementReader reader = StatementReader.verifying(store, anchors, clock);
    new TailCheck(store, reader, anchor.log(), hash, batch -> true).run();
  }

  private void run() {
    Head head = store.head();
    Bytes logRoot = new LogTree(store).root();
    if (!logRoot.equals(head.root())) {
      throw CorruptLogException.differentDerived("root of the log tree", logRoot, head.root());
    }
    if (head.batches() == 0) {
      return;
    }
    long batch = head.batches() - 1;
    SignedBatch newest = reader.batch(batch);
    BatchHeader header = newest.header();
    require("log of batch " + batch, header.log(), log);
    require("number of batch " + batch, header.batch(), batch);
    require("end of batch " + batch, header.firstPosition() + header.count(), head.statements());
    require("time of batch " + batch, header.time().toEpochMilli(), head.timeMillis());
    require("signature of batch " + batch + " valid", signed.test(newest), true);
    Prover prover = reader.prover();
    List<Bytes> leaves =
        reader.manifest(batch).entries().stream()
            .map(entry -> hash.leafHash(reader.read(entry, prover).statement().body()))
            .toList();
    require("root of batch " + batch, MerkleTree.ofLeafHashes(hash, leaves).root(), header.root());
  }

  private static void require(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      throw CorruptLogException.different(what, found, expected);
    }
  }
}
