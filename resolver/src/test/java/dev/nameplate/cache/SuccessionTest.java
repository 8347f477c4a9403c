package dev.nameplate.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.UnloggedSigner;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.Validity;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What may take a record's place when the delegations behind it were renewed or changed. */
class SuccessionTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final HashFunction HASH = SignatureSuite.ED25519_SHA256.hash();
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final LogName COUNTY_LOG = new LogName("88.118/log-1");
  private static final LogName MILL_LOG = new LogName("88.118.8/log-1");
  private static final NoteKey MILL_NOTE_KEY = new NoteKey(MILL_LOG.text(), key().verifyingKey());

  private final SigningKey county = key();
  private final SigningKey mill = key();
  private final SigningKey next = key();
  private final StatementVerifier verifier =
      new StatementVerifier(
          TrustAnchors.of(
              List.of(
                  new TrustAnchor(
                      List.of(Prefix.parse("88.118")),
                      AuthorityKey.of(
                          county.verifyingKey(),
                          new NoteKey(COUNTY_LOG.text(), key().verifyingKey())),
                      List.of()))),
          Clock.fixed(NOW, ZoneOffset.UTC));

  private final Authority first = delegated(1, counting(mill));
  private final Authority renewed = delegated(2, counting(mill));
  private final Authority rolled = delegated(3, counting(mill), counting(next));

  @Test
  void an_older_version_is_a_replay_although_the_delegation_was_renewed() {
    Verified<IdentifierRecord> kept = record(first, mill, 3, 30);
    assertRefused(kept, found(record(renewed, mill, 2, 20)));
    assertTaken(kept, found(record(renewed, mill, 3, 30)));
    assertTaken(kept, found(record(renewed, mill, 4, 40)));
  }

  @Test
  void an_absence_of_what_was_assigned_is_a_replay_although_the_delegation_was_renewed() {
    assertRefused(record(first, mill, 1, 30), denied(renewed, mill));
  }

  @Test
  void an_older_version_is_a_replay_also_with_the_delegation_of_its_time() {
    Verified<IdentifierRecord> kept = record(rolled, next, 3, 30);
    assertRefused(kept, found(record(renewed, mill, 2, 20)));
    assertRefused(kept, denied(renewed, mill));
  }

  @Test
  void what_a_revoked_key_signed_gives_way_to_what_stands_before_its_revocation() {
    Authority revoking = delegated(4, counting(mill).revokedFrom(25), counting(next));
    Verified<IdentifierRecord> forged = record(first, mill, 3, 30);
    assertTaken(forged, found(record(revoking, mill, 2, 20)));
    assertTaken(forged, denied(revoking, next));
    assertRefused(record(first, mill, 2, 20), found(record(revoking, mill, 1, 10)));
  }

  @Test
  void another_log_counts_when_its_delegation_is_not_older() {
    LogName other = new LogName("88.118.8/log-2");
    AuthorityKey moved =
        AuthorityKey.of(next.verifyingKey(), new NoteKey(other.text(), key().verifyingKey()));
    Authority transferred = delegated(4, counting(mill), moved);
    Verified<IdentifierRecord> before = record(renewed, mill, 3, 30);
    Verified<IdentifierRecord> after = record(transferred, other, next, 1, 0);
    assertTaken(before, found(after));
    assertRefused(after, found(before));
    assertRefused(after, denied(renewed, mill));
  }

  private static void assertRefused(Verified<IdentifierRecord> kept, Resolution answer) {
    assertThatThrownBy(() -> Succession.require(kept, answer))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("version " + kept.value().version());
  }

  private static void assertTaken(Verified<IdentifierRecord> kept, Resolution answer) {
    assertThat(Succession.isProven(answer)).isTrue();
    assertThatCode(() -> Succession.require(kept, answer)).doesNotThrowAnyException();
  }

  private static Resolution found(Verified<IdentifierRecord> record) {
    return new Resolution.Found(record, Duration.ofMinutes(1), Source.UPSTREAM);
  }

  private Resolution denied(Authority authority, SigningKey key) {
    Absence absence = new Absence(COIL, COIL.prefix(), 99, Duration.ofMinutes(5));
    SignedStatement signed =
        UnloggedSigner.ofAbsences(MILL_LOG, key).sign(absence, NOW).statement();
    return new Resolution.Absent(
        COIL.prefix(),
        Optional.empty(),
        Optional.of(verifier.verifyAbsence(signed, COIL, authority)),
        Duration.ofMinutes(1),
        Source.UPSTREAM);
  }

  private Verified<IdentifierRecord> record(
      Authority authority, SigningKey key, long version, long position) {
    return record(authority, MILL_LOG, key, version, position);
  }

  private Verified<IdentifierRecord> record(
      Authority authority, LogName log, SigningKey key, long version, long position) {
    Bytes previous = version == 1 ? Bytes.EMPTY : HASH.hash(Bytes.EMPTY);
    IdentifierRecord record =
        new IdentifierRecord(
            COIL, version, previous, false, List.of(RecordValue.text(1, "NO", "1")), List.of());
    Bytes body = StatementBody.of(record, log, HASH, RANDOM).encoded();
    return verifier.verify(signed(new BatchSigner(log, key), body, position), COIL, authority);
  }

  private Authority delegated(long version, AuthorityKey... keys) {
    Delegation delegation =
        new Delegation(
            COIL.prefix(),
            version,
            version == 1 ? Bytes.EMPTY : HASH.hash(Bytes.EMPTY),
            Delegation.State.ACTIVE,
            "a mill",
            false,
            List.of(keys),
            List.of(Endpoint.parse("192.0.2.1:7430")),
            Validity.ALWAYS);
    Bytes body = DelegationBody.of(delegation, COUNTY_LOG).encoded();
    return verifier.authority(
        List.of(signed(new BatchSigner(COUNTY_LOG, county), body, version)), COIL.prefix());
  }

  private static SignedStatement signed(BatchSigner signer, Bytes body, long position) {
    MerkleTree leaves = MerkleTree.ofData(HASH, List.of(body));
    return SignedStatement.of(
        body, List.of(), 0, List.of(), signer.sign(1, position, position, leaves, NOW));
  }

  private static AuthorityKey counting(SigningKey key) {
    return AuthorityKey.of(key.verifyingKey(), MILL_NOTE_KEY);
  }

  private static SigningKey key() {
    return SigningKey.generate(SignatureSuite.ED25519_SHA256, RANDOM);
  }
}
