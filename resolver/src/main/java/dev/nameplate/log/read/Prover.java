package dev.nameplate.log.read;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.rows.ProofGroup;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.chain.Voucher;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Combines rows with their proofs. Remembers the last group of proofs: rows that were written
 * together are mostly read together. Used by one thread.
 */
final class Prover {
  private final RecordStore store;
  private final Voucher voucher;
  private @Nullable Known last;

  /** A group of proofs, and the tree that finds the paths in it. */
  private record Known(long batch, int number, ProofGroup group, MerkleTree subtree) {}

  Prover(RecordStore store, Voucher voucher) {
    this.store = store;
    this.voucher = voucher;
  }

  /** The statement of a row, of the kind that is kept there, with its proof. */
  Verified<?> prove(Row row) {
    return prove(row, RowKeys.kindOf(row.key()));
  }

  /** The statement of a row, with its proof. */
  <T> Verified<T> prove(Row row, StatementKind<T> kind) {
    return prove(row, statement -> voucher.vouch(statement, kind));
  }

  /** The statement of a row without what not everyone may read, with its proof. */
  <T> Verified<T> provePublic(Row row, StatementKind<T> kind) {
    return prove(row, statement -> voucher.vouch(statement.withoutDisclosures(), kind));
  }

  private <T> Verified<T> prove(Row row, Function<SignedStatement, Verified<T>> vouch) {
    StoredStatement stored = StoredStatement.decode(row);
    Known proofs = proofs(row.batch(), stored.leafIndex() / ProofGroup.SIZE);
    try {
      return vouch.apply(
          SignedStatement.of(
              stored.body(),
              stored.disclosures(),
              stored.leafIndex(),
              proofs.group().pathOf(stored.leafIndex(), proofs.subtree()),
              proofs.group().batch()));
    } catch (RejectedStatementException
        | IndexOutOfBoundsException e) { // our own row, by our own keys
      throw StoredStatement.unproven(row, e);
    }
  }

  private Known proofs(long batch, int number) {
    Known known = last;
    if (known == null || known.batch() != batch || known.number() != number) {
      ProofGroup group =
          store
              .read(RowKeys.proof(batch, number))
              .map(ProofGroup::decode)
              .orElseThrow(
                  () ->
                      CorruptLogException.missingDerived("proof " + number + " of batch " + batch));
      known = new Known(batch, number, group, group.subtree(voucher.hash()));
      last = known;
    }
    return known;
  }
}
