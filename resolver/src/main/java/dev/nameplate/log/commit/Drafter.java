package dev.nameplate.log.commit;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.EventBody;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.StatementBody;
import java.security.SecureRandom;
import java.util.List;

/**
 * Writes statements out as the bytes that are hashed and signed, within a node's limits.
 * Thread-safe.
 */
final class Drafter {
  private final LogName log;
  private final HashFunction hash;
  private final RecordLimits limits;
  private final SecureRandom random;

  Drafter(LogName log, HashFunction hash, RecordLimits limits, SecureRandom random) {
    this.log = log;
    this.hash = hash;
    this.limits = limits;
    this.random = random;
  }

  /** The first version of a record. */
  Draft first(Identifier identifier, List<RecordValue> values) {
    limits.check(identifier);
    limits.check(values);
    return draft(IdentifierRecord.first(identifier, values));
  }

  /** The version after another, with the values as they are to be signed. */
  Draft next(Draft before, List<RecordValue> values) {
    limits.check(values);
    return draft(after(before, false, values));
  }

  /** The version that retires a record. */
  Draft retirement(Draft before) {
    return draft(after(before, true, List.of()));
  }

  private static IdentifierRecord after(Draft before, boolean retired, List<RecordValue> values) {
    return new IdentifierRecord(
        before.identifier(), before.version() + 1, before.leafHash(), retired, values, List.of());
  }

  /** A drafted version, with its restricted values. */
  IdentifierRecord record(Draft draft) {
    return record(draft, draft.disclosures(), hash);
  }

  /** The public record of a drafted version. */
  static IdentifierRecord openRecord(Draft draft) {
    return record(draft, List.of(), HashFunction.SHA256);
  }

  private static IdentifierRecord record(Draft draft, List<Bytes> disclosures, HashFunction hash) {
    try {
      return StatementBody.parse(draft.body(), disclosures, hash, draft.identifier()).record();
    } catch (RejectedStatementException e) {
      throw new IllegalStateException("a draft of ours cannot be read", e);
    }
  }

  /** Digests of a write's content, to compare a repeat with. */
  WriteDigest digest(Write write) {
    return SaidBytes.digest(write, log);
  }

  /** A delegation, to be kept under an outermost own prefix. */
  Draft delegation(Prefix root, Delegation delegation) {
    Bytes body = DelegationBody.of(delegation, log).encoded();
    return new Draft(
        RowKeys.delegation(root, delegation.prefix()),
        Delegation.identifierOf(delegation.prefix()),
        delegation.version(),
        false,
        body,
        List.of(),
        hash.leafHash(body));
  }

  /** A range. */
  Draft range(IdentifierRange range) {
    TemplateGroup.refuseIn(range);
    limits.check(range.firstIdentifier());
    if (range.values().size() > limits.values()) {
      throw new InvalidRecordException(
          "values", range.values().size() + " values", "at most " + limits.values());
    }
    Bytes body = RangeBody.of(range, log).encoded();
    limits.checkBody(range.firstIdentifier(), body.size());
    return new Draft(
        RowKeys.range(range),
        range.firstIdentifier(),
        1,
        false,
        body,
        List.of(),
        hash.leafHash(body));
  }

  /** An event. */
  Draft event(Write.Capture capture) {
    EventBody body =
        capture.restricted()
            ? EventBody.restricted(capture.recorder(), capture.content(), log, hash, random)
            : EventBody.of(capture.recorder(), capture.content(), log);
    return new Draft(
        EventRows.key(body.recorded()),
        capture.identifier(),
        1,
        false,
        body.encoded(),
        body.disclosures(),
        hash.leafHash(body.encoded()));
  }

  HashFunction hash() {
    return hash;
  }

  private Draft draft(IdentifierRecord record) {
    StatementBody body = StatementBody.of(record, log, hash, random);
    limits.checkBody(record.identifier(), body.encoded().size());
    return new Draft(
        RowKeys.statement(record.identifier()),
        record.identifier(),
        record.version(),
        record.retired(),
        body.encoded(),
        body.disclosures(),
        hash.leafHash(body.encoded()));
  }
}
