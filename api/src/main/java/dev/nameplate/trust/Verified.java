package dev.nameplate.trust;

import java.time.Instant;
import java.util.List;

/**
 * Something that was signed by a trusted key, and was checked to be. What takes a {@code Verified}
 * cannot be handed anything unchecked: only {@link StatementVerifier}, and {@link BatchSigner} and
 * {@link AbsenceSigner} for what their own key signs, make one.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> what was signed
 */
public final class Verified<T> {
  private final T value;
  private final SignedStatement statement;
  private final List<Verified<Delegation>> chain;

  Verified(T value, SignedStatement statement) {
    this(value, statement, List.of());
  }

  Verified(T value, SignedStatement statement, List<Verified<Delegation>> chain) {
    this.value = value;
    this.statement = statement;
    this.chain = chain;
  }

  /** What was signed. */
  public T value() {
    return value;
  }

  /** The statement that proves it. */
  public SignedStatement statement() {
    return statement;
  }

  /**
   * The delegations that lead from a trust anchor to the authority that signed it, the outermost
   * first; empty if the anchor's own key did, or the log's owner vouches for it.
   */
  public List<Verified<Delegation>> chain() {
    return chain;
  }

  /** Where in its log the statement stands: the number of statements before it. */
  public long position() {
    return statement.position();
  }

  /** The header of the batch that carries the statement. */
  public BatchHeader batch() {
    return statement.batch();
  }

  /** When the batch was made that carries the statement. */
  public Instant time() {
    return statement.batch().time();
  }

  /** The key that signed the batch. */
  public KeyId keyId() {
    return statement.batch().keyId();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Verified<?> that
        && value.equals(that.value)
        && statement.equals(that.statement);
  }

  @Override
  public int hashCode() {
    return statement.hashCode();
  }

  /** The value and where it stands. */
  @Override
  public String toString() {
    return value + " at position " + position() + " of " + statement.batch().log();
  }
}
