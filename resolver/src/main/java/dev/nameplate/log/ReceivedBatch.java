package dev.nameplate.log;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.HashFunction;
import dev.nameplate.trust.MerkleTree;
import dev.nameplate.trust.SignedBatch;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.Verified;
import java.util.ArrayList;
import java.util.List;

/** A batch as it comes, statement by statement. Used by one thread. */
final class ReceivedBatch {
  private final SignedBatch signed;
  private final HashFunction hash;
  private final List<Verified<?>> statements = new ArrayList<>();
  private final List<Bytes> leaves = new ArrayList<>();

  ReceivedBatch(SignedBatch signed) {
    this.signed = signed;
    this.hash = signed.header().suite().hash();
  }

  SignedBatch signed() {
    return signed;
  }

  long number() {
    return signed.header().batch();
  }

  List<Verified<?>> statements() {
    return statements;
  }

  List<Bytes> leaves() {
    return leaves;
  }

  MerkleTree tree() {
    return MerkleTree.ofLeafHashes(hash, leaves);
  }

  boolean isFull() {
    return leaves.size() == signed.header().count();
  }

  /** Adds the next leaf. */
  void add(Verified<?> verified) {
    SignedStatement statement = verified.statement();
    require(
        signed.headerBytes().equals(statement.signedBatch().headerBytes()),
        "a statement of batch "
            + statement.batch().batch()
            + " stands where batch "
            + number()
            + " must go on");
    require(
        statement.leafIndex() == leaves.size(),
        "leaf "
            + statement.leafIndex()
            + " of batch "
            + number()
            + " stands where leaf "
            + leaves.size()
            + " must stand");
    statements.add(verified);
    leaves.add(hash.leafHash(statement.body()));
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AuditFailedException(signed.header().firstPosition() + leaves.size(), otherwise);
    }
  }
}
