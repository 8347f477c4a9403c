package dev.nameplate.log.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.store.Row;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.v1.DelegationBody;
import dev.nameplate.v1.Statement;

/**
 * How the newest delegation of a prefix stands: as much of it as a node keeps in memory.
 *
 * @param prefix the prefix
 * @param version its version
 * @param state whether the prefix is in use
 * @param hosted whether this node serves the prefix itself
 * @param fromMillis the first moment at which it counts
 * @param untilMillis the moment at which it no longer counts
 */
public record Standing(
    Prefix prefix,
    long version,
    Delegation.State state,
    boolean hosted,
    long fromMillis,
    long untilMillis) {
  /** The standing that a delegation gives. */
  public static Standing of(Delegation delegation) {
    return new Standing(
        delegation.prefix(),
        delegation.version(),
        delegation.state(),
        delegation.hosted(),
        delegation.validity().from().toEpochMilli(),
        delegation.validity().until().toEpochMilli());
  }

  /**
   * What a row says. Its keys, which take long to read, are passed over, and it is not proven: it
   * is one of the node's own, and whoever is shown a delegation gets it proven.
   */
  public static Standing of(Row row) {
    try {
      Statement statement = Statement.parseFrom(StoredStatement.decode(row).body().asByteString());
      DelegationBody body = statement.getDelegation();
      return new Standing(
          Prefix.parse(statement.getPrefix()),
          body.getVersion(),
          switch (body.getState()) {
            case DELEGATION_STATE_ACTIVE -> Delegation.State.ACTIVE;
            case DELEGATION_STATE_SUSPENDED -> Delegation.State.SUSPENDED;
            case DELEGATION_STATE_REVOKED -> Delegation.State.REVOKED;
            case DELEGATION_STATE_UNSPECIFIED, UNRECOGNIZED ->
                throw new InvalidProtocolBufferException("unknown state");
          },
          body.getHosted(),
          body.getValidFromMillis(),
          body.getValidUntilMillis());
    } catch (InvalidProtocolBufferException | InvalidInputException e) {
      throw StoredStatement.corrupt(row, e);
    }
  }

  /** True if the prefix is in use. */
  public boolean active() {
    return state == Delegation.State.ACTIVE;
  }

  /** True if the prefix is revoked for good. */
  public boolean revoked() {
    return state == Delegation.State.REVOKED;
  }

  /** When less than half of its validity is left. */
  public long dueMillis() {
    return fromMillis + (untilMillis - fromMillis) / 2;
  }

  /** Whether the other says the same about who may do what. */
  public boolean sameUse(Standing other) {
    return state == other.state && hosted == other.hosted;
  }
}
