package dev.nameplate.log;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.BatchHeader;
import dev.nameplate.trust.BatchSigner;
import dev.nameplate.trust.MerkleTree;
import dev.nameplate.trust.SignedBatch;
import java.util.List;

/**
 * Checks, before a log is written to, that its newest batch is what the head says was committed:
 * header, signature, every statement of it, and the root of the log tree.
 */
final class TailCheck {
  private final RecordStore store;
  private final StatementReader reader;
  private final BatchSigner signer;

  TailCheck(RecordStore store, StatementReader reader, BatchSigner signer) {
    this.store = store;
    this.reader = reader;
    this.signer = signer;
  }

  void run(Bytes logRoot) {
    Head head = store.head();
    if (!logRoot.equals(head.root())) {
      throw CorruptLogException.differentDerived("root of the log tree", logRoot, head.root());
    }
    if (head.batches() == 0) {
      return;
    }
    long batch = head.batches() - 1;
    SignedBatch signed = reader.batch(batch);
    BatchHeader header = signed.header();
    require("log of batch " + batch, header.log(), signer.log());
    require("number of batch " + batch, header.batch(), batch);
    require("end of batch " + batch, header.firstPosition() + header.count(), head.statements());
    require("time of batch " + batch, header.time().toEpochMilli(), head.timeMillis());
    require("signature of batch " + batch + " valid", signer.signed(signed), true);
    Prover prover = reader.prover();
    List<Bytes> leaves =
        reader.manifest(batch).entries().stream()
            .map(entry -> signer.hash().leafHash(reader.read(entry, prover).statement().body()))
            .toList();
    require(
        "root of batch " + batch,
        MerkleTree.ofLeafHashes(signer.hash(), leaves).root(),
        header.root());
  }

  private static void require(String what, Object found, Object expected) {
    if (!found.equals(expected)) {
      throw CorruptLogException.different(what, found, expected);
    }
  }
}
