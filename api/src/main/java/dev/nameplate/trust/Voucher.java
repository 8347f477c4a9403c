package dev.nameplate.trust;

import dev.nameplate.record.IdentifierRecord;

/**
 * Makes statements out of a store's rows believable: because it holds the key that signed them
 * ({@link BatchSigner}), or because it checks each ({@link LogVoucher}). Thread-safe.
 */
public interface Voucher {
  /** The hash of the log's batch trees. */
  HashFunction hash();

  /**
   * Vouches for the statement of a record.
   *
   * @throws dev.nameplate.error.RejectedStatementException of the subclass that names the broken
   *     rule
   */
  Verified<IdentifierRecord> vouch(SignedStatement statement);

  /** Vouches for a delegation, as {@link #vouch} does for a record. */
  Verified<Delegation> vouchDelegation(SignedStatement statement);

  /** Vouches for a range, as {@link #vouch} does for a record. */
  Verified<IdentifierRange> vouchRange(SignedStatement statement);

  /** Vouches for an event, as {@link #vouch} does for a record. */
  Verified<RecordedEvent> vouchEvent(SignedStatement statement);
}
