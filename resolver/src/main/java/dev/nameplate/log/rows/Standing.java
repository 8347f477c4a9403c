package dev.nameplate.log.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.store.Row;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.v1.DelegationBody;
import dev.nameplate.v1.Statement;

/**
 * State of the newest delegation of a prefix, as kept in memory.
 *
 * @param prefix the prefix
 * @param version its version
 * @param state state of the prefix
 * @param hosted true if this node serves the prefix itself
 * @param fromMillis the first moment of its validity
 * @param untilMillis the first moment behind its validity
 */
public record Standing(
    Prefix prefix,
    long version,
    Delegation.State state,
    boolean hosted,
    long fromMillis,
    long untilMillis) {
  /** The state of a delegation. */
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
   * The state in a row. Its keys, which are slow to parse, are skipped, and it is not proven: it is
   * of the node's own log, and readers of the delegation get a proof.
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

  /** Time from which less than half of its validity is left. */
  public long dueMillis() {
    return fromMillis + (untilMillis - fromMillis) / 2;
  }

  /** True if the other has the same state and hosting. */
  public boolean sameUse(Standing other) {
    return state == other.state && hosted == other.hosted;
  }
}
