package dev.nameplate.log.read;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.log.rows.ProvenBatch;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Row;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.chain.Voucher;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Combines rows with their proofs. Remembers the last batch: rows that were written together are
 * mostly read together. Used by one thread.
 */
final class Prover {
  private final ProvenBatches batches;
  private final OlderProofs older;
  private final Voucher voucher;
  private @Nullable ProvenBatch last;

  Prover(ProvenBatches batches, OlderProofs older, Voucher voucher) {
    this.batches = batches;
    this.older = older;
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
    try {
      return vouch.apply(
          stored.siblings().isPresent()
              ? signed(stored, batch(row.batch()), stored.siblings().get())
              : older.signed(stored, row.batch()));
    } catch (RejectedStatementException
        | IndexOutOfBoundsException e) { // our own row, by our own keys
      throw StoredStatement.unproven(row, e);
    }
  }

  private static SignedStatement signed(
      StoredStatement stored, ProvenBatch batch, List<Bytes> siblings) {
    return signed(stored, batch.path(stored.leafIndex(), siblings), batch.signed());
  }

  static SignedStatement signed(StoredStatement stored, List<Bytes> path, SignedBatch batch) {
    return SignedStatement.of(stored.body(), stored.disclosures(), stored.leafIndex(), path, batch);
  }

  private ProvenBatch batch(long number) {
    ProvenBatch known = last;
    if (known == null || known.signed().header().batch() != number) {
      known = batches.get(number);
      last = known;
    }
    return known;
  }
}
