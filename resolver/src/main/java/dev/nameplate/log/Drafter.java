package dev.nameplate.log;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.Delegation;
import dev.nameplate.trust.DelegationBody;
import dev.nameplate.trust.EventBody;
import dev.nameplate.trust.HashFunction;
import dev.nameplate.trust.IdentifierRange;
import dev.nameplate.trust.LogName;
import dev.nameplate.trust.RangeBody;
import dev.nameplate.trust.RecordValues;
import dev.nameplate.trust.StatementBody;
import dev.nameplate.v1.UpdateRequest;
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

  /** The version after another, with the values of the write as they are to be signed. */
  Draft next(Draft before, Write write, List<RecordValue> values) {
    limits.check(values);
    boolean retired = write instanceof Write.Retire;
    return draft(
        new IdentifierRecord(
            before.identifier(),
            before.version() + 1,
            before.leafHash(),
            retired,
            values,
            List.of()));
  }

  /** Digests of what a write says, to tell whether its repeat says the same. */
  WriteDigest digest(Write write) {
    UpdateRequest.Builder open = said(write);
    write.values().stream()
        .map(
            value -> value.permissions().publicRead() ? RecordValues.toProto(value) : hidden(value))
        .forEach(open::addValues);
    UpdateRequest.Builder whole = said(write);
    write.values().forEach(value -> whole.addValues(RecordValues.toProto(value)));
    if (write instanceof Write.Capture capture && capture.restricted()) {
      open.setIdentifier(capture.recorder().toString()); // the id of an event is a digest of it
    }
    return new WriteDigest(digest(write, whole), digest(write, open));
  }

  private static UpdateRequest.Builder said(Write write) {
    return UpdateRequest.newBuilder()
        .setIdentifier(write.identifier().toString())
        .setExpectedVersion(write.expectedVersion());
  }

  /** What everyone may know of a restricted value: its index. */
  private static dev.nameplate.v1.RecordValue hidden(RecordValue value) {
    return dev.nameplate.v1.RecordValue.newBuilder().setIndex((int) value.index()).build();
  }

  /**
   * A digest of what a write says. A retirement, which says nothing, is told from an update without
   * values by the kind of hash.
   */
  private Bytes digest(Write write, UpdateRequest.Builder what) {
    if (write instanceof Write.AssignRange assign) {
      return HashFunction.SHA256.hash(RangeBody.of(assign.range(), log).encoded());
    }
    if (write instanceof Write.MintBlock block) {
      block.templates().forEach(value -> what.addValues(value.toProto()));
      return digest(what, Bytes.utf8("block " + block.members() + block.offset()));
    }
    if (write instanceof Write.Capture capture) {
      return digest(what, Bytes.utf8("event " + capture.restricted()));
    }
    if (write instanceof Write.Mint mint) {
      return digest(what, Bytes.utf8("mint " + mint.offset()));
    }
    if (write instanceof Write.Delegate delegate) {
      return digest(what, delegate.change().content());
    }
    return write instanceof Write.Retire
        ? HashFunction.SHA256.leafHash(Bytes.of(what.build().toByteString()))
        : digest(what, Bytes.EMPTY);
  }

  private static Bytes digest(UpdateRequest.Builder what, Bytes more) {
    return HashFunction.SHA256.hash(
        Bytes.of(what.build().toByteString().concat(more.asByteString())));
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
