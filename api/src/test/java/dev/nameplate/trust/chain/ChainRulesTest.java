package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Delegation.State;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about keys and times, broken once, at a record and at a link of its chain. */
class ChainRulesTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Instant TIME = Example.TIME;
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration ALLOWANCE = StatementVerifier.CLOCK_DIFFERENCE;

  private final Party root = Party.root();
  private final Party county = Party.county();
  private final Party mill = Party.mill();
  private final SignedStatement toCounty = root.delegates(county.delegated());
  private final StatementVerifier verifier = Party.at(Duration.ofMinutes(1), root);

  @Test
  void a_key_of_another_prefix_signs_neither_records_nor_delegations() {
    Party sibling = Party.of("88.118.9");
    for (Party other : List.of(sibling, county, root, Party.of("88.118.8.1"))) {
      assertRejected(() -> verify(other.sign(body(), mill.log, TIME, 7)), Rule.UNTRUSTED_KEY);
    }
    for (Party other : List.of(sibling, mill, root)) {
      assertRejected(() -> chain(toCounty, other.delegates(mill.delegated())), Rule.UNTRUSTED_KEY);
    }
  }

  @Test
  void a_batch_that_names_the_right_key_but_is_signed_with_another_is_refused() {
    Party thief = Party.of("88.118", SignatureSuite.SM2_SM3, "thief");
    SignedStatement toMill = county.delegates(mill.delegated());
    SignedStatement forged =
        SignedStatement.of(
            toMill.body(), List.of(), 0, List.of(), SignedBatch.sign(toMill.batch(), thief.key));

    assertRejected(() -> chain(toCounty, forged), Rule.SIGNATURE_INVALID);
  }

  @Test
  void a_batch_that_names_another_suite_than_its_key_is_refused() {
    Bytes delegation = DelegationBody.of(mill.delegated().build(), county.log).encoded();
    BatchHeader header =
        new BatchHeader(
            county.log,
            1,
            2,
            7,
            1,
            HashFunction.SHA256.leafHash(delegation),
            TIME,
            SignatureSuite.ED25519_SHA256,
            county.key.keyId());
    SignedStatement other =
        SignedStatement.of(
            delegation, List.of(), 0, List.of(), SignedBatch.sign(header, county.key));

    assertRejected(() -> chain(toCounty, other), Rule.SUITE_MISMATCH);
  }

  @Test
  void a_batch_and_a_body_of_another_log_are_refused_though_the_key_is_right() {
    Bytes elsewhere = DelegationBody.of(mill.delegated().build(), root.log).encoded();
    Bytes here = DelegationBody.of(mill.delegated().build(), county.log).encoded();

    for (SignedStatement other :
        List.of(
            county.sign(here, root.log, TIME, 7),
            county.sign(elsewhere, county.log, TIME, 7),
            county.sign(elsewhere, root.log, TIME, 7),
            county.sign(here, county.log.absences(), TIME, 7))) {
      assertRejected(() -> chain(toCounty, other), Rule.WRONG_LOG);
    }
  }

  @Test
  void a_batch_from_the_future_is_refused_beyond_the_allowance() {
    Instant latest = TIME.plus(Duration.ofMinutes(1)).plus(ALLOWANCE);

    assertThat(verify(mill.record("88.118.8/COIL-1", latest)).time()).isEqualTo(latest);
    assertRejected(
        () -> verify(mill.record("88.118.8/COIL-1", latest.plusMillis(1))), Rule.FUTURE_BATCH);
    assertThat(chain(toCounty, county.delegates(mill.delegated(), latest)).chain()).hasSize(2);
    assertRejected(
        () -> chain(toCounty, county.delegates(mill.delegated(), latest.plusMillis(1))),
        Rule.FUTURE_BATCH);
  }

  @Test
  void a_key_counts_from_its_first_moment_until_just_before_its_end() {
    Validity hour = new Validity(TIME.minusSeconds(3600), TIME);
    SignedStatement toMill =
        county.delegates(mill.delegated().keys(mill.authorityKey().during(hour)));

    for (Instant inside : List.of(hour.from(), TIME.minusMillis(1))) {
      assertThat(verify(mill.record("88.118.8/COIL-1", inside), toMill).time()).isEqualTo(inside);
    }
    for (Instant outside : List.of(hour.from().minusMillis(1), hour.until(), TIME.plusMillis(1))) {
      assertRejected(
          () -> verify(mill.record("88.118.8/COIL-1", outside), toMill), Rule.KEY_NOT_VALID);
    }
  }

  @Test
  void a_batch_before_the_first_moment_of_its_key_is_refused_with_the_command_that_mends_it() {
    Validity hour = new Validity(TIME.minusSeconds(3600), TIME);
    SignedStatement toMill =
        county.delegates(mill.delegated().keys(mill.authorityKey().during(hour)));
    Instant early = hour.from().minusMillis(1);
    String valid = " but the key " + mill.key.keyId() + " is valid " + hour;

    assertThatThrownBy(() -> verify(mill.record("88.118.8/COIL-1", early), toMill))
        .hasMessageEndingWith(
            "made at " + early + "," + valid + "; repair with prefix transfer --keys-from");
    assertThatThrownBy(() -> verify(mill.record("88.118.8/COIL-1", TIME), toMill))
        .hasMessageEndingWith("made at " + TIME + "," + valid);
  }

  @Test
  void a_delegation_must_be_signed_while_the_key_above_counts() {
    Validity ended = new Validity(Instant.EPOCH, TIME);
    SignedStatement toOldCounty =
        root.delegates(county.delegated().keys(county.authorityKey().during(ended)));

    assertThat(chain(toOldCounty, county.delegates(mill.delegated(), TIME.minusMillis(1))).chain())
        .hasSize(2);
    assertRejected(
        () -> chain(toOldCounty, county.delegates(mill.delegated(), TIME)), Rule.KEY_NOT_VALID);
  }

  @Test
  void an_anchor_s_key_counts_for_a_time_and_up_to_its_revocation_as_well() {
    AuthorityKey key = root.authorityKey().during(new Validity(Instant.EPOCH, TIME)).revokedFrom(7);
    StatementVerifier strict =
        new StatementVerifier(TrustAnchors.of(List.of(root.anchor(key))), Example.CLOCK);
    Instant before = TIME.minusMillis(1);

    assertThat(strict.verify(root.record("88/1", before, 6)).position()).isEqualTo(6);
    assertRejected(() -> strict.verify(root.record("88/1", before, 7)), Rule.KEY_REVOKED);
    assertRejected(() -> strict.verify(root.record("88/1", TIME, 6)), Rule.KEY_NOT_VALID);
    assertRejected(
        () -> strict.authority(List.of(root.delegates(county.delegated(), before)), mill.prefix),
        Rule.KEY_REVOKED);
  }

  @Test
  void what_a_revoked_key_signed_stays_true_before_the_position_of_its_revocation() {
    SignedStatement toMill =
        county.delegates(mill.delegated().keys(mill.authorityKey().revokedFrom(100)));

    assertThat(verify(mill.record("88.118.8/COIL-1", TIME, 99), toMill).position()).isEqualTo(99);
    for (long position : new long[] {100, 101, Long.MAX_VALUE - 1}) {
      assertRejected(
          () -> verify(mill.record("88.118.8/COIL-1", TIME, position), toMill), Rule.KEY_REVOKED);
    }
  }

  @Test
  void a_key_revoked_from_position_0_signs_nothing() {
    SignedStatement toMill =
        county.delegates(mill.delegated().keys(mill.authorityKey().revokedFrom(0)));

    assertRejected(() -> verify(mill.record("88.118.8/COIL-1", TIME, 0), toMill), Rule.KEY_REVOKED);
  }

  @Test
  void in_a_batch_across_a_revocation_only_the_leaves_before_it_are_believed() {
    List<Bytes> bodies = List.of(body(), body());
    MerkleTree tree = MerkleTree.ofData(HashFunction.SHA256, bodies);
    SignedBatch batch = new BatchSigner(mill.log, mill.key).sign(1, 2, 99, tree, TIME);
    SignedStatement toMill =
        county.delegates(mill.delegated().keys(mill.authorityKey().revokedFrom(100)));

    assertThat(
            verify(SignedStatement.of(body(), List.of(), 0, tree.inclusionPath(0), batch), toMill)
                .position())
        .isEqualTo(99);
    assertRejected(
        () ->
            verify(SignedStatement.of(body(), List.of(), 1, tree.inclusionPath(1), batch), toMill),
        Rule.KEY_REVOKED);
    for (int leaf : new int[] {-1, 2, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      assertRejected(
          () ->
              verify(
                  SignedStatement.of(body(), List.of(), leaf, tree.inclusionPath(1), batch),
                  toMill),
          Rule.MALFORMED_STATEMENT);
    }
  }

  @Test
  void old_and_new_key_overlap_so_that_a_roll_over_leaves_no_gap() {
    Party next = mill.successor("next");
    AuthorityKey old =
        mill.authorityKey().during(new Validity(Instant.EPOCH, TIME.plusSeconds(60)));
    AuthorityKey fresh = next.authorityKey().during(Validity.from(TIME));
    SignedStatement toMill = county.delegates(mill.delegated().keys(old, fresh));

    for (Instant time : List.of(TIME, TIME.plusSeconds(30), TIME.plusMillis(59_999))) {
      assertThat(verify(mill.record("88.118.8/COIL-1", time), toMill).keyId())
          .isEqualTo(mill.key.keyId());
      assertThat(verify(next.record("88.118.8/COIL-1", time), toMill).keyId())
          .isEqualTo(next.key.keyId());
    }
    assertThat(verify(mill.record("88.118.8/COIL-1", TIME.minus(WEEK)), toMill).time())
        .as("a record from before the roll-over")
        .isEqualTo(TIME.minus(WEEK));
    assertRejected(
        () -> verify(next.record("88.118.8/COIL-1", TIME.minusMillis(1)), toMill),
        Rule.KEY_NOT_VALID);
    assertRejected(
        () -> verify(mill.record("88.118.8/COIL-1", TIME.plusSeconds(60)), toMill),
        Rule.KEY_NOT_VALID);
  }

  @Test
  void a_delegation_counts_five_minutes_before_its_first_moment() {
    assertThat(at(ALLOWANCE.negated()).chain()).hasSize(2);
    assertRejected(() -> at(ALLOWANCE.negated().minusMillis(1)), Rule.DELEGATION_NOT_YET_VALID);
  }

  @Test
  void a_delegation_counts_until_five_minutes_behind_its_end() {
    assertThat(at(WEEK.plus(ALLOWANCE).minusMillis(1)).chain()).hasSize(2);
    assertRejected(() -> at(WEEK.plus(ALLOWANCE)), Rule.DELEGATION_EXPIRED);
  }

  @Test
  void an_outer_delegation_that_has_run_out_ends_the_chain_too() {
    Instant early = TIME.minus(Duration.ofDays(1));
    SignedStatement brief = root.delegates(county.delegated().validity(new Validity(early, TIME)));
    StatementVerifier later = Party.at(Duration.ofHours(1), root);

    assertRejected(
        () -> later.authority(List.of(brief, county.delegates(mill.delegated())), mill.prefix),
        Rule.DELEGATION_EXPIRED);
  }

  @Test
  void nothing_below_a_suspended_prefix_is_believed() {
    SignedStatement suspended = county.delegates(mill.delegated().state(State.SUSPENDED));

    assertThatThrownBy(() -> chain(toCounty, suspended))
        .matches(Rule.DELEGATION_SUSPENDED::isBrokenBy)
        .isInstanceOfSatisfying(
            OutOfUseException.class,
            e -> assertThat(e.delegation().statement()).isEqualTo(suspended));
    assertRejected(
        () ->
            chain(
                root.delegates(county.delegated().state(State.SUSPENDED)),
                county.delegates(mill.delegated())),
        Rule.DELEGATION_SUSPENDED);
    assertRejected(
        () ->
            chain(
                toCounty, county.delegates(DelegationOf.hosted("88.118.8").state(State.SUSPENDED))),
        Rule.DELEGATION_SUSPENDED);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 8, 3650})
  void a_revocation_counts_for_ever(long days) {
    SignedStatement revoked =
        county.delegates(mill.delegated().state(State.REVOKED), TIME.minus(WEEK.multipliedBy(2)));
    SignedStatement lasting =
        root.delegates(
            county.delegated().validity(Validity.from(TIME.minus(WEEK))),
            TIME.minus(WEEK.multipliedBy(2)));

    assertThatThrownBy(
            () ->
                Party.at(Duration.ofDays(days), root)
                    .authority(List.of(lasting, revoked), mill.prefix))
        .matches(Rule.DELEGATION_REVOKED::isBrokenBy)
        .isInstanceOfSatisfying(
            OutOfUseException.class,
            e -> {
              assertThat(e.delegation().statement()).isEqualTo(revoked);
              assertThat(e.delegation().chain()).hasSize(1);
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = State.class,
      names = {"SUSPENDED", "REVOKED"})
  void nobody_but_the_authority_above_suspends_or_revokes(State state) {
    SignedStatement forged =
        Party.of("88.118", SignatureSuite.SM2_SM3, "thief")
            .delegates(mill.delegated().state(state));

    assertRejected(() -> chain(toCounty, forged), Rule.UNTRUSTED_KEY);
  }

  private Bytes body() {
    return mill.record("88.118.8/COIL-1").body();
  }

  private Authority chain(SignedStatement... links) {
    return verifier.authority(List.of(links), mill.prefix);
  }

  private Authority at(Duration after) {
    return Party.at(after, root)
        .authority(
            List.of(
                root.delegates(county.delegated(), TIME.minus(WEEK)),
                county.delegates(mill.delegated(), TIME.minus(WEEK))),
            mill.prefix);
  }

  private Verified<?> verify(SignedStatement record) {
    return verify(record, county.delegates(mill.delegated()));
  }

  private Verified<?> verify(SignedStatement record, SignedStatement toMill) {
    return verifier.verify(record, List.of(toCounty, toMill), COIL);
  }

  private static void assertRejected(Runnable attempt, Rule rule) {
    assertThatThrownBy(attempt::run).matches(rule::isBrokenBy).message().doesNotContain("\n");
  }
}
