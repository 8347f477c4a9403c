package dev.nameplate.trust.chain;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A value whose signature by a trusted key was checked. Code that takes a {@code Verified} cannot
 * receive anything unchecked: only {@link StatementVerifier}, and {@link BatchSigner} and {@link
 * UnloggedSigner} for what their own key signs, make one.
 *
 * <p>Immutable and thread-safe.
 *
 * @param <T> type of the signed value
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

  /** Version 1 of the record of a member, proven by the statement of its range. */
  public static Optional<Verified<IdentifierRecord>> member(
      Verified<IdentifierRange> range, Identifier identifier) {
    OptionalLong number = range.value().numberOf(identifier);
    return number.isEmpty() ? Optional.empty() : Optional.of(member(range, number.getAsLong()));
  }

  /** The record of a member of a verified range, by its number. */
  public static Verified<IdentifierRecord> member(Verified<IdentifierRange> range, long number) {
    return new Verified<>(range.value().record(number), range.statement(), range.chain());
  }

  /** The signed value. */
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

  /** Position in the log: the number of statements before it. */
  public long position() {
    return statement.position();
  }

  /** The header of the batch that carries the statement. */
  public BatchHeader batch() {
    return statement.batch();
  }

  /** The time of the statement's batch. */
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

  /** The value and its position. */
  @Override
  public String toString() {
    return value + " at position " + position() + " of " + statement.batch().log();
  }
}
