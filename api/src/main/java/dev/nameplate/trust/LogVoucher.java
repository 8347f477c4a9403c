package dev.nameplate.trust;

import dev.nameplate.record.IdentifierRecord;

/**
 * Vouches for statements of a log after checking each, as {@link StatementVerifier#verifyLogged}
 * does: for whoever keeps a log without its key. Thread-safe.
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
  public Verified<IdentifierRecord> vouch(SignedStatement statement) {
    if (verifier.verifyLogged(statement).value() instanceof IdentifierRecord record) {
      return new Verified<>(record, statement);
    }
    throw new WrongKindException("the statement is of another kind (expected: a record)");
  }

  @Override
  public Verified<Delegation> vouchDelegation(SignedStatement statement) {
    if (verifier.verifyLogged(statement).value() instanceof Delegation delegation) {
      return new Verified<>(delegation, statement);
    }
    throw new WrongKindException("the statement is of another kind (expected: a delegation)");
  }

  @Override
  public Verified<IdentifierRange> vouchRange(SignedStatement statement) {
    if (verifier.verifyLogged(statement).value() instanceof IdentifierRange range) {
      return new Verified<>(range, statement);
    }
    throw new WrongKindException("the statement is of another kind (expected: a range)");
  }

  @Override
  public Verified<RecordedEvent> vouchEvent(SignedStatement statement) {
    if (verifier.verifyLogged(statement).value() instanceof RecordedEvent event) {
      return new Verified<>(event, statement);
    }
    throw new WrongKindException("the statement is of another kind (expected: an event)");
  }
}
