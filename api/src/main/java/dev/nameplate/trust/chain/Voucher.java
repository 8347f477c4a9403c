package dev.nameplate.trust.chain;

import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;

/**
 * Makes statements of a store's rows believable: because it holds the key that signed them ({@link
 * BatchSigner}), or because it checks each ({@link LogVoucher}). Thread-safe.
 */
public interface Voucher {
  /** The hash of the log's batch trees. */
  HashFunction hash();

  /**
   * Vouches for a statement.
   *
   * @param kind of which kind it must be
   * @throws dev.nameplate.error.RejectedStatementException of the subclass that names the broken
   *     rule
   */
  <T> Verified<T> vouch(SignedStatement statement, StatementKind<T> kind);
}
