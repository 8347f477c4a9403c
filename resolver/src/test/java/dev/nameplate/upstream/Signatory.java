package dev.nameplate.upstream;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.UnloggedSigner;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.Validity;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** An authority that signs whatever a test wants, true or not. */
final class Signatory {
  private static final SecureRandom RANDOM = new SecureRandom();

  final Prefix prefix;
  private final LogName log;
  private final SigningKey key;
  private final NoteKey checkpointKey;

  private Signatory(Prefix prefix, LogName log, NoteKey checkpointKey, SignatureSuite suite) {
    this.prefix = prefix;
    this.log = log;
    this.checkpointKey = checkpointKey;
    this.key = SigningKey.generate(suite, RANDOM);
  }

  static Signatory of(String prefix, SignatureSuite suite) {
    SigningKey logKey = SigningKey.generate(SignatureSuite.ED25519_SHA256, RANDOM);
    Prefix parsed = Prefix.parse(prefix);
    LogName log = LogName.of(parsed, logKey.verifyingKey());
    return new Signatory(parsed, log, new NoteKey(log.text(), logKey.verifyingKey()), suite);
  }

  static Signatory of(String prefix) {
    return of(prefix, SignatureSuite.ED25519_SHA256);
  }

  /** The same authority with another key of the same log. */
  Signatory successor() {
    return new Signatory(prefix, log, checkpointKey, key.suite());
  }

  AuthorityKey authorityKey() {
    return AuthorityKey.of(key.verifyingKey(), checkpointKey);
  }

  TrustAnchor anchor(Endpoint... endpoints) {
    return new TrustAnchor(List.of(prefix), authorityKey(), List.of(endpoints));
  }

  SignedStatement record(String identifier, long version, Instant time, RecordValue... values) {
    return record(identifier, version, time, version, false, List.of(values));
  }

  SignedStatement tombstone(String identifier, long version, Instant time) {
    return record(identifier, version, time, version, true, List.of());
  }

  SignedStatement recordAt(String identifier, long position, Instant time) {
    return record(identifier, 1, time, position, false, List.of(text("1")));
  }

  private SignedStatement record(
      String identifier,
      long version,
      Instant time,
      long position,
      boolean retired,
      List<RecordValue> values) {
    Bytes previous = version == 1 ? Bytes.EMPTY : key.suite().hash().hash(Bytes.EMPTY);
    IdentifierRecord record =
        new IdentifierRecord(
            Identifier.parse(identifier), version, previous, retired, values, List.of());
    return sign(
        StatementBody.of(record, log, key.suite().hash(), RANDOM).encoded(), time, position);
  }

  static RecordValue text(String text) {
    return RecordValue.text(1, "NO", text);
  }

  /** Says that another authority's key signs under its prefix, for a week from a moment on. */
  SignedStatement delegates(Signatory to, Instant from, Endpoint... endpoints) {
    return delegates(delegation(to.prefix, List.of(to.authorityKey()), from, endpoints), from);
  }

  static Delegation delegation(
      Prefix to, List<AuthorityKey> keys, Instant from, Endpoint... endpoints) {
    return delegation(
        to,
        1,
        Delegation.State.ACTIVE,
        keys,
        new Validity(from, from.plus(Duration.ofDays(7))),
        endpoints);
  }

  static Delegation delegation(
      Prefix to,
      long version,
      Delegation.State state,
      List<AuthorityKey> keys,
      Validity validity,
      Endpoint... endpoints) {
    Bytes previous =
        version == 1 ? Bytes.EMPTY : SignatureSuite.ED25519_SHA256.hash().hash(Bytes.EMPTY);
    return new Delegation(
        to, version, previous, state, "a mill", false, keys, List.of(endpoints), validity);
  }

  SignedStatement delegates(Delegation delegation, Instant time) {
    return sign(DelegationBody.of(delegation, log).encoded(), time, delegation.version());
  }

  SignedStatement denies(String identifier, Instant time) {
    Absence absence = new Absence(Identifier.parse(identifier), prefix, 1, Duration.ofMinutes(5));
    return UnloggedSigner.ofAbsences(log, key).sign(absence, time).statement();
  }

  /** Signs bytes, whatever they say. */
  SignedStatement sign(Bytes body, Instant time, long position) {
    MerkleTree tree = MerkleTree.ofData(key.suite().hash(), List.of(body));
    SignedBatch batch = new BatchSigner(log, key).sign(1, position + 1, position, tree, time);
    return SignedStatement.of(body, List.of(), 0, List.of(), batch);
  }
}
