package dev.nameplate.trust.chain;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.FixedRandom;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The authority of one prefix, with its keys, and whatever it likes to sign. */
public final class Party {
  /** RFC 8032, section 7.1, test 3. */
  private static final Bytes ROOT_KEY =
      Bytes.fromHex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");

  static final long POSITION = 7;

  final Prefix prefix;
  public final SigningKey key;
  final LogName log;
  private final SigningKey logSigner =
      Example.signingKey(SignatureSuite.ED25519_SHA256, Example.LOG_KEY);
  private final VerifyingKey logKey = logSigner.verifyingKey();

  private Party(String prefix, SigningKey key) {
    this.prefix = Prefix.parse(prefix);
    this.key = key;
    this.log = LogName.of(this.prefix, logKey);
  }

  /** The authority of 88. */
  static Party root() {
    return new Party("88", Example.signingKey(SignatureSuite.ED25519_SHA256, ROOT_KEY));
  }

  /** The authority of 88.118. */
  public static Party county() {
    return new Party("88.118", Example.signingKey(SignatureSuite.SM2_SM3, Example.SM2_KEY));
  }

  /** The authority of 88.118.8, that of {@link Example}. */
  public static Party mill() {
    return new Party(
        "88.118.8", Example.signingKey(SignatureSuite.ED25519_SHA256, Example.ED25519_KEY));
  }

  /** One with a key that is always the same for the prefix, the suite and the name. */
  public static Party of(String prefix, SignatureSuite suite, String name) {
    byte[] secret = HashFunction.SHA256.hash(Bytes.utf8(prefix + " " + name)).toByteArray();
    secret[0] = 1; // less than the order of the SM2 curve
    return new Party(prefix, Example.signingKey(suite, Bytes.wrap(secret)));
  }

  public static Party of(String prefix) {
    return of(prefix, SignatureSuite.ED25519_SHA256, "");
  }

  public AuthorityKey authorityKey() {
    return AuthorityKey.of(key.verifyingKey(), new NoteKey(log.text(), logKey));
  }

  /** What signs the checkpoints of its log. */
  NoteSigner logSigner() {
    return new NoteSigner(log.text(), logSigner);
  }

  /** A key of the same log that follows this one. */
  Party successor(String name) {
    return of(prefix.toString(), key.suite(), name);
  }

  TrustAnchor anchor() {
    return anchor(authorityKey());
  }

  TrustAnchor anchor(AuthorityKey as) {
    return new TrustAnchor(List.of(prefix), as, List.of(new Endpoint("192.0.2.1", 7430)));
  }

  /** What the authority above says of it. */
  public DelegationOf delegated() {
    return new DelegationOf(prefix, List.of(authorityKey()));
  }

  SignedStatement delegates(DelegationOf to) {
    return delegates(to, Example.TIME);
  }

  SignedStatement delegates(DelegationOf to, Instant time) {
    return sign(DelegationBody.of(to.build(), log).encoded(), time, POSITION);
  }

  SignedStatement record(String identifier) {
    return record(identifier, Example.TIME, POSITION);
  }

  SignedStatement record(String identifier, Instant time) {
    return record(identifier, time, POSITION);
  }

  SignedStatement record(String identifier, Instant time, long position) {
    StatementBody body =
        StatementBody.of(Example.plain(identifier), log, key.suite().hash(), new FixedRandom());
    return sign(body.encoded(), time, position);
  }

  /** That there is no such identifier, as the authority of its own prefix. */
  SignedStatement absence(String identifier) {
    return absence(identifier, prefix, Example.TIME);
  }

  SignedStatement absence(String identifier, Prefix authority, Instant time) {
    Absence absence =
        new Absence(Identifier.parse(identifier), authority, 3, Duration.ofMinutes(5));
    return UnloggedSigner.ofAbsences(log, key).sign(absence, time).statement();
  }

  SignedStatement sign(Bytes body, Instant time, long position) {
    return sign(body, log, time, position);
  }

  SignedStatement sign(Bytes body, LogName in, Instant time, long position) {
    MerkleTree tree = MerkleTree.ofData(key.suite().hash(), List.of(body));
    SignedBatch batch = new BatchSigner(in, key).sign(1, 2, position, tree, time);
    return SignedStatement.of(body, List.of(), 0, List.of(), batch);
  }

  static TrustAnchors anchors(Party... parties) {
    return TrustAnchors.of(Stream.of(parties).map(Party::anchor).toList());
  }

  /** A verifier that trusts these, some time after {@link Example#TIME}. */
  static StatementVerifier at(Duration after, Party... trusted) {
    return new StatementVerifier(
        anchors(trusted), Clock.fixed(Example.TIME.plus(after), ZoneOffset.UTC));
  }

  /** Authorities of 88, 88.1, 88.1.1 and so on. */
  static List<Party> line(int length) {
    return IntStream.range(0, length).mapToObj(i -> of("88" + ".1".repeat(i))).toList();
  }

  /** Each one's delegation to the next. */
  static List<SignedStatement> links(List<Party> parties) {
    return IntStream.range(1, parties.size())
        .mapToObj(i -> parties.get(i - 1).delegates(parties.get(i).delegated()))
        .toList();
  }
}
