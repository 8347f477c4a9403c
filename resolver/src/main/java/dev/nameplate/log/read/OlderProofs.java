package dev.nameplate.log.read;

import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.rows.ProofGroup;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.store.RecordStore;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.SignedStatement;

/**
 * The proofs of statements whose rows are of format 3 or older: in a backup, and in a batch that is
 * damaged and could not be converted. Each is read and hashed anew. Thread-safe.
 *
 * @param store the store of the rows
 * @param hash the hash of its batch trees
 */
record OlderProofs(RecordStore store, HashFunction hash) {
  /** The statement with its proof. */
  SignedStatement signed(StoredStatement stored, long batch) {
    int number = stored.leafIndex() / ProofGroup.SIZE;
    ProofGroup group =
        store
            .read(RowKeys.proofGroup(batch, number))
            .map(ProofGroup::decode)
            .orElseThrow(
                () -> CorruptLogException.missingDerived("proof " + number + " of batch " + batch));
    return Prover.signed(
        stored, group.pathOf(stored.leafIndex(), group.subtree(hash)), group.batch());
  }
}
