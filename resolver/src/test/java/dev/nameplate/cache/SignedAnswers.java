package dev.nameplate.cache;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.UnloggedSigner;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.trust.statement.Validity;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Answers of one authority, as they come from another node. */
final class SignedAnswers {
  static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

  private static final HashFunction HASH = SignatureSuite.ED25519_SHA256.hash();

  private final SecureRandom random = new SecureRandom();
  private final LogName log;
  private final BatchSigner signer;
  private final SignedBatch batch;
  private final UnloggedSigner<Absence> denier;

  /** An authority with a log of this name. */
  SignedAnswers(String log) {
    this.log = new LogName(log);
    SigningKey key = SigningKey.generate(SignatureSuite.ED25519_SHA256, random);
    this.signer = new BatchSigner(this.log, key);
    this.batch = signer.sign(1, 1, 0, MerkleTree.ofData(HASH, List.of(Bytes.EMPTY)), TIME);
    this.denier = UnloggedSigner.ofAbsences(this.log, key);
  }

  Resolution.Found found(Identifier identifier, long version, Duration timeToLive) {
    List<RecordValue> values = List.of(RecordValue.text(1, "NO", Long.toString(version)));
    return new Resolution.Found(
        record(identifier, version, false, values), timeToLive, Source.UPSTREAM);
  }

  Resolution.Absent retired(Identifier identifier, long version, Duration timeToLive) {
    return new Resolution.Absent(
        identifier.prefix(),
        Optional.of(record(identifier, version, true, List.of())),
        Optional.empty(),
        timeToLive,
        Source.UPSTREAM);
  }

  Resolution.Absent denied(Identifier identifier, Instant time, Duration timeToLive) {
    Absence absence = new Absence(identifier, identifier.prefix(), 1, Duration.ofMinutes(5));
    return new Resolution.Absent(
        identifier.prefix(),
        Optional.empty(),
        Optional.of(denier.sign(absence, time)),
        timeToLive,
        Source.UPSTREAM);
  }

  Resolution.Referred referred(Prefix to, Duration timeToLive) {
    Delegation hosted =
        new Delegation(
            to,
            1,
            Bytes.EMPTY,
            Delegation.State.ACTIVE,
            "a mill",
            true,
            List.of(),
            List.of(),
            Validity.ALWAYS);
    return new Resolution.Referred(
        signer.vouch(signed(DelegationBody.of(hosted, log).encoded()), StatementKind.DELEGATION),
        timeToLive,
        Source.UPSTREAM);
  }

  static Resolution.Absent unproven(Prefix prefix, Duration timeToLive) {
    return new Resolution.Absent(
        prefix, Optional.empty(), Optional.empty(), timeToLive, Source.UPSTREAM);
  }

  private Verified<IdentifierRecord> record(
      Identifier identifier, long version, boolean retired, List<RecordValue> values) {
    Bytes previous = version == 1 ? Bytes.EMPTY : HASH.hash(Bytes.EMPTY);
    StatementBody body =
        StatementBody.of(
            new IdentifierRecord(identifier, version, previous, retired, values, List.of()),
            log,
            HASH,
            random);
    return signer.vouch(signed(body.encoded()), StatementKind.RECORD);
  }

  /** As if signed: whoever vouches for it checks neither signature nor path. */
  private SignedStatement signed(Bytes body) {
    return SignedStatement.of(body, List.of(), 0, List.of(), batch);
  }
}
