package dev.nameplate.trust.statement;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.v1.DelegationState;
import dev.nameplate.v1.Statement;
import java.time.Instant;
import java.util.OptionalLong;

/**
 * The bytes of a statement that delegates a prefix, and their content. The bytes are kept as read
 * and never encoded again. Immutable.
 *
 * <p>Parsing verifies nothing; a {@link dev.nameplate.trust.chain.StatementVerifier} does.
 *
 * @param log the log of the authority above, of the statement
 * @param delegation the content
 * @param encoded the exact bytes
 */
public record DelegationBody(LogName log, Delegation delegation, Bytes encoded) {
  /** Encodes a delegation for the log of the authority above. */
  public static DelegationBody of(Delegation delegation, LogName log) {
    var body =
        dev.nameplate.v1.DelegationBody.newBuilder()
            .setVersion(delegation.version())
            .setPrevious(delegation.previous().asByteString())
            .setState(toProto(delegation.state()))
            .setHolder(delegation.holder())
            .setHosted(delegation.hosted())
            .setValidFromMillis(delegation.validity().from().toEpochMilli())
            .setValidUntilMillis(delegation.validity().until().toEpochMilli());
    delegation.keys().forEach(key -> body.addKeys(toProto(key)));
    delegation.endpoints().forEach(endpoint -> body.addEndpoints(endpoint.toString()));
    Statement statement =
        Statement.newBuilder()
            .setPrefix(delegation.prefix().toString())
            .setLog(log.text())
            .setDelegation(body)
            .build();
    return new DelegationBody(log, delegation, Bytes.of(statement.toByteString()));
  }

  /**
   * Reads a delegation.
   *
   * @throws BrokenRuleException {@link Rule#STATEMENT_TOO_LARGE} if it is larger than {@link
   *     SignedStatement#MAX_BODY_BYTES}
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the bytes are no statement,
   *     have unknown fields, or a value outside its bounds
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if it is a statement of another kind
   */
  public static DelegationBody parse(Bytes encoded) {
    Statement statement = StatementFrame.read(encoded, Statement.KindCase.DELEGATION);
    dev.nameplate.v1.DelegationBody body = statement.getDelegation();
    requireCount("keys", body.getKeysCount(), Delegation.MAX_KEYS);
    requireCount("endpoints", body.getEndpointsCount(), Delegation.MAX_ENDPOINTS);
    try {
      RecordValues.requireKnownFields("statement", statement);
      RecordValues.requireKnownFields("delegation", body);
      if (!statement.getSuffix().isEmpty()) {
        throw Rule.MALFORMED_STATEMENT.broken("the delegation has a suffix");
      }
      return new DelegationBody(
          new LogName(statement.getLog()),
          new Delegation(
              Prefix.parse(statement.getPrefix()),
              body.getVersion(),
              Bytes.of(body.getPrevious()),
              fromProto(body.getState()),
              body.getHolder(),
              body.getHosted(),
              body.getKeysList().stream().map(DelegationBody::lazily).toList(),
              body.getEndpointsList().stream().map(Endpoint::parse).toList(),
              new Validity( // unlike that of a key, it always has an end
                  Instant.ofEpochMilli(body.getValidFromMillis()),
                  Instant.ofEpochMilli(body.getValidUntilMillis()))),
          encoded);
    } catch (InvalidInputException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the delegation is malformed: " + e.getMessage());
    }
  }

  /**
   * The prefix alone, without the cost of reading keys.
   *
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the bytes are no statement of a
   *     prefix
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if it is a statement of another kind
   */
  public static Prefix prefixOf(Bytes encoded) {
    Statement statement = StatementFrame.read(encoded, Statement.KindCase.DELEGATION);
    try {
      return Prefix.parse(statement.getPrefix());
    } catch (InvalidInputException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the delegation is malformed: " + e.getMessage());
    }
  }

  private static void requireCount(String what, int count, int most) {
    if (count > most) {
      throw Rule.MALFORMED_STATEMENT.broken(
          "the delegation has " + count + " " + what + " (expected: at most " + most + ")");
    }
  }

  /** The message of a key; a validity without end has none. */
  public static dev.nameplate.v1.AuthorityKey toProto(AuthorityKey key) {
    var proto =
        dev.nameplate.v1.AuthorityKey.newBuilder()
            .setKey(key.key().spki().asByteString())
            .setCheckpointKey(key.checkpointKey().toString())
            .setValidFromMillis(key.validity().from().toEpochMilli());
    if (key.validity().ends()) {
      proto.setValidUntilMillis(key.validity().until().toEpochMilli());
    }
    key.revokedFrom().ifPresent(proto::setRevokedFromPosition);
    return proto.build();
  }

  /**
   * The key of a message.
   *
   * @throws InvalidInputException if it is malformed
   */
  public static AuthorityKey fromProto(dev.nameplate.v1.AuthorityKey proto) {
    return key(
        proto,
        VerifyingKey.parse(Bytes.of(proto.getKey())),
        NoteKey.parse(proto.getCheckpointKey()));
  }

  /** Sixteen delegations have up to 256 keys, of which one in eight at most is used. */
  private static AuthorityKey lazily(dev.nameplate.v1.AuthorityKey proto) {
    return key(
        proto,
        VerifyingKey.parseLazily(Bytes.of(proto.getKey())),
        NoteKey.parseLazily(proto.getCheckpointKey()));
  }

  private static AuthorityKey key(
      dev.nameplate.v1.AuthorityKey proto, VerifyingKey key, NoteKey checkpointKey) {
    RecordValues.requireKnownFields("keys", proto);
    return new AuthorityKey(
        key,
        checkpointKey,
        validity(proto.getValidFromMillis(), proto.getValidUntilMillis()),
        proto.hasRevokedFromPosition()
            ? OptionalLong.of(proto.getRevokedFromPosition())
            : OptionalLong.empty());
  }

  private static Validity validity(long fromMillis, long untilMillis) {
    Instant until = untilMillis == 0 ? Validity.ALWAYS.until() : Instant.ofEpochMilli(untilMillis);
    return new Validity(Instant.ofEpochMilli(fromMillis), until);
  }

  private static DelegationState toProto(Delegation.State state) {
    return switch (state) {
      case ACTIVE -> DelegationState.DELEGATION_STATE_ACTIVE;
      case SUSPENDED -> DelegationState.DELEGATION_STATE_SUSPENDED;
      case REVOKED -> DelegationState.DELEGATION_STATE_REVOKED;
    };
  }

  private static Delegation.State fromProto(DelegationState state) {
    return switch (state) {
      case DELEGATION_STATE_ACTIVE -> Delegation.State.ACTIVE;
      case DELEGATION_STATE_SUSPENDED -> Delegation.State.SUSPENDED;
      case DELEGATION_STATE_REVOKED -> Delegation.State.REVOKED;
      case DELEGATION_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw Rule.MALFORMED_STATEMENT.broken("the delegation has an unknown state");
    };
  }
}
