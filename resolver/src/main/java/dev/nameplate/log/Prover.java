package dev.nameplate.log;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.trust.Delegation;
import dev.nameplate.trust.IdentifierRange;
import dev.nameplate.trust.MerkleTree;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.Verified;
import dev.nameplate.trust.Voucher;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts rows together with their proofs. Remembers the last group of proofs: rows that were written
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

  /** The record of a row, with its proof. */
  Verified<IdentifierRecord> prove(Row row) {
    return prove(row, voucher::vouch);
  }

  /** The delegation of a row, with its proof. */
  Verified<Delegation> proveDelegation(Row row) {
    return prove(row, voucher::vouchDelegation);
  }

  /** The range of a row, with its proof. */
  Verified<IdentifierRange> proveRange(Row row) {
    return prove(row, voucher::vouchRange);
  }

  /** The event of a row, with its proof. */
  Verified<RecordedEvent> proveEvent(Row row) {
    return prove(row, voucher::vouchEvent);
  }

  /** The event of a row without what not everyone may read, with its proof. */
  Verified<RecordedEvent> proveWithheldEvent(Row row) {
    return prove(row, statement -> voucher.vouchEvent(statement.withoutDisclosures()));
  }

  /** The statement of a row, of whichever kind, with its proof. */
  Verified<?> proveAny(Row row) {
    if (EventRows.isEvent(row.key())) {
      return proveEvent(row);
    }
    if (RowKeys.isRange(row.key())) {
      return proveRange(row);
    }
    return RowKeys.isDelegation(row.key()) ? proveDelegation(row) : prove(row);
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
        | IndexOutOfBoundsException e) { // our own row, so it is the row that is wrong
      throw StoredStatement.corrupt(row, e);
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
