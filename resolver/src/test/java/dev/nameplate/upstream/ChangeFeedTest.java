package dev.nameplate.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.Validity;
import dev.nameplate.v1.EvidenceRequest;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a log that is followed can have forgotten, and what it cannot. */
class ChangeFeedTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final HashFunction HASH = SignatureSuite.ED25519_SHA256.hash();
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Identifier SLAB = Identifier.parse("88.118.8/SLAB-1");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final LogName COUNTY_LOG = new LogName("88.118/log-1");
  private static final LogName MILL_LOG = new LogName("88.118.8/log-1");
  private static final Endpoint MILL_NODE = Endpoint.parse("192.0.2.8:7430");
  private static final NoteKey MILL_NOTE_KEY = new NoteKey(MILL_LOG.text(), key().verifyingKey());

  private final SigningKey county = key();
  private final SigningKey mill = key();
  private final SigningKey next = key();
  private final BlockingQueue<Following> followings = new LinkedBlockingQueue<>();
  private final List<Identifier> forgotten = new ArrayList<>();
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
  private final ChangeFeed feed =
      new ChangeFeed(new Logs(), verifier, forgotten::add, prefix -> {});

  private record Following(Target target, Upstream.Feed feed) {
    void says(SignedStatement statement) {
      feed.received(ReadStatementsResponse.newBuilder().setStatement(statement.toProto()).build());
    }
  }

  /** Keeps who follows. */
  private final class Logs implements Upstream {
    @Override
    public ResolveResponse resolve(Target target, ResolveRequest request, Budget budget) {
      throw new UpstreamException(ErrorReason.UNREACHABLE, "only logs are read here");
    }

    @Override
    public Steps<TraceResponse> trace(Target target, TraceRequest request, Budget budget) {
      throw new UnsupportedOperationException("trace");
    }

    @Override
    public Steps<ResolveManyResponse> resolveMany(
        Target target, ResolveManyRequest request, Budget budget) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Steps<TraceResponse> evidence(Target target, EvidenceRequest request, Budget budget) {
      throw new UnsupportedOperationException("evidence");
    }

    @Override
    public void follow(Target target, ReadStatementsRequest request, Executor thread, Feed told) {
      followings.add(new Following(target, told));
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    feed.close();
  }

  @Test
  void what_a_log_says_is_forgotten_once() throws InterruptedException {
    feed.notice(mill(1, mill));
    Following log = followed();
    SignedStatement second = record(COIL, mill, 20);
    log.says(second);
    assertThatThrownBy(() -> log.says(second)).isInstanceOf(NameplateException.class);
    assertThatThrownBy(() -> log.says(record(SLAB, mill, 10)))
        .isInstanceOf(NameplateException.class);
    log.says(record(SLAB, mill, 21));
    assertThat(forgotten).containsExactly(COIL, SLAB);
  }

  @Test
  void a_log_goes_on_when_its_key_is_rolled_and_counts_again_once_that_is_proven()
      throws InterruptedException {
    feed.notice(mill(1, mill));
    Following log = followed();
    log.says(record(COIL, next, 20));
    assertThat(forgotten).isEmpty();
    feed.notice(mill(2, mill, next));
    log.says(record(SLAB, next, 21));
    assertThat(forgotten).containsExactly(SLAB);
    assertThat(followings).isEmpty();
  }

  @Test
  void whoever_names_the_log_of_another_does_not_speak_for_it() throws InterruptedException {
    SigningKey thief = key();
    feed.notice(delegated(Prefix.parse("88.118.9"), 1, Endpoint.parse("192.0.2.9:1"), thief));
    Following lying = followed();
    feed.notice(mill(1, mill));
    Following log = followed();
    assertThat(log.target().endpoints()).containsExactly(MILL_NODE);
    SignedStatement said = record(COIL, mill, 20);
    lying.says(said);
    assertThat(forgotten).isEmpty();
    log.says(said);
    assertThat(forgotten).containsExactly(COIL);
  }

  private Following followed() throws InterruptedException {
    return requireNonNull(followings.poll(1, TimeUnit.MINUTES));
  }

  private SignedStatement record(Identifier identifier, SigningKey key, long position) {
    IdentifierRecord record =
        new IdentifierRecord(
            identifier, 1, Bytes.EMPTY, false, List.of(RecordValue.text(1, "NO", "1")), List.of());
    Bytes body = StatementBody.of(record, MILL_LOG, HASH, RANDOM).encoded();
    return signed(new BatchSigner(MILL_LOG, key), body, position);
  }

  private Authority mill(long version, SigningKey... keys) {
    return delegated(COIL.prefix(), version, MILL_NODE, keys);
  }

  private Authority delegated(Prefix prefix, long version, Endpoint endpoint, SigningKey... keys) {
    Delegation delegation =
        new Delegation(
            prefix,
            version,
            version == 1 ? Bytes.EMPTY : HASH.hash(Bytes.EMPTY),
            Delegation.State.ACTIVE,
            "a mill",
            false,
            List.of(keys).stream()
                .map(key -> AuthorityKey.of(key.verifyingKey(), MILL_NOTE_KEY))
                .toList(),
            List.of(endpoint),
            Validity.ALWAYS);
    Bytes body = DelegationBody.of(delegation, COUNTY_LOG).encoded();
    return verifier.authority(
        List.of(signed(new BatchSigner(COUNTY_LOG, county), body, version)), prefix);
  }

  private static SignedStatement signed(BatchSigner signer, Bytes body, long position) {
    MerkleTree leaves = MerkleTree.ofData(HASH, List.of(body));
    return SignedStatement.of(
        body, List.of(), 0, List.of(), signer.sign(1, position, position, leaves, NOW));
  }

  private static SigningKey key() {
    return SigningKey.generate(SignatureSuite.ED25519_SHA256, RANDOM);
  }
}
