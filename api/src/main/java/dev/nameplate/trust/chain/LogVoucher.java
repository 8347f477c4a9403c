package dev.nameplate.trust.chain;

import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;

/**
 * Vouches for statements of a log after checking each, as {@link StatementVerifier#verifyLogged}
 * does: for a copy of a log without its key. Thread-safe.
 */
public final class LogVoucher implements Voucher {
  private final StatementVerifier verifier;
  private final HashFunction hash;

  /**
   * A voucher that believes a log's anchors.
   *
   * @param verifier believes them
   * @param hash the hash of their suite
   */
  public LogVoucher(StatementVerifier verifier, HashFunction hash) {
    this.verifier = verifier;
    this.hash = hash;
  }

  @Override
  public HashFunction hash() {
    return hash;
  }

  @Override
  public <T> Verified<T> vouch(SignedStatement statement, StatementKind<T> kind) {
    return verifier.verifyLogged(statement, kind);
  }
}
