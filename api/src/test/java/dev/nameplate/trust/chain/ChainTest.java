package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.Validity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where chains of delegations may lead: 88 delegates 88.118, and that 88.118.8. */
class ChainTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");

  private final Party root = Party.root();
  private final Party county = Party.county();
  private final Party mill = Party.mill();
  private final SignedStatement toCounty = root.delegates(county.delegated());
  private final SignedStatement toMill = county.delegates(mill.delegated());
  private final SignedStatement coil = mill.record("88.118.8/COIL-1");
  private final StatementVerifier verifier =
      new StatementVerifier(Party.anchors(root), Example.CLOCK);

  @Test
  void a_record_is_believed_by_a_chain_of_delegations_in_both_suites() {
    var verified = verifier.verify(coil, List.of(toCounty, toMill), COIL);

    assertThat(verified.value()).isEqualTo(Example.plain("88.118.8/COIL-1"));
    assertThat(verified.chain()).extracting(Verified::statement).containsExactly(toCounty, toMill);
    assertThat(verified.chain())
        .extracting(Verified::value)
        .containsExactly(county.delegated().build(), mill.delegated().build());
    assertThat(verified.chain().get(1).chain()).containsExactly(verified.chain().get(0));
  }

  @Test
  void the_authority_that_a_chain_proves_says_who_signs_and_where_it_is_asked_and_until_when() {
    DelegationOf soonOver =
        county
            .delegated()
            .validity(new Validity(Example.TIME, Example.TIME.plus(Duration.ofDays(1))));

    Authority authority =
        verifier.authority(List.of(root.delegates(soonOver), toMill), mill.prefix);

    assertThat(authority).hasToString("authority of 88.118.8 by 2 delegations");
    assertThat(authority.prefix()).isEqualTo(mill.prefix);
    assertThat(authority.keys()).containsExactly(mill.authorityKey());
    assertThat(authority.endpoints()).isEqualTo(mill.delegated().build().endpoints());
    assertThat(authority.validUntil()).isEqualTo(Example.TIME.plus(Duration.ofDays(1)));
    assertThat(verifier.verify(coil, COIL, authority).chain()).isEqualTo(authority.chain());
  }

  @Test
  void a_chain_goes_on_from_an_authority_proven_before() {
    Authority known = verifier.authority(List.of(toCounty), mill.prefix);

    Authority below = verifier.below(known, List.of(toMill), mill.prefix);
    Authority whole = verifier.below(known, List.of(toCounty, toMill), mill.prefix);

    assertThat(below.chain()).isEqualTo(whole.chain()).hasSize(2);
  }

  @Test
  void an_authority_proven_before_is_not_believed_once_a_delegation_of_its_chain_has_run_out() {
    Authority known = verifier.authority(List.of(toCounty), mill.prefix);
    Authority proven = verifier.below(known, List.of(toMill), mill.prefix);
    StatementVerifier later = Party.at(Duration.ofDays(8), root);

    assertRejected(() -> later.verify(coil, COIL, proven), Rule.DELEGATION_EXPIRED);
    assertRejected(
        () -> later.verifyAbsence(mill.absence("88.118.8/COIL-1"), COIL, proven),
        Rule.DELEGATION_EXPIRED);
    assertRejected(() -> later.below(known, List.of(), mill.prefix), Rule.DELEGATION_EXPIRED);
  }

  @Test
  void a_delegation_may_skip_a_level() {
    SignedStatement direct = root.delegates(mill.delegated());

    assertThat(verifier.verify(coil, List.of(direct), COIL).chain()).hasSize(1);
  }

  @Test
  void delegations_of_an_anchor_s_own_prefix_or_above_it_are_passed_over() {
    StatementVerifier atCounty = new StatementVerifier(Party.anchors(county), Example.CLOCK);

    assertThat(atCounty.verify(coil, List.of(toCounty, toMill), COIL).chain()).hasSize(1);
  }

  @Test
  void what_is_passed_over_is_never_believed() {
    Party thief = Party.of("88.118");
    Party thiefAbove = Party.of("88");
    SignedStatement itself = thief.delegates(thief.delegated());
    SignedStatement upward = thief.delegates(thiefAbove.delegated());
    SignedStatement forged = thief.delegates(mill.delegated());

    for (SignedStatement first : List.of(itself, upward)) {
      assertThat(verifier.authority(List.of(toCounty, first), mill.prefix).keys())
          .containsExactly(county.authorityKey());
      assertRejected(
          () -> verifier.authority(List.of(toCounty, first, forged), mill.prefix),
          Rule.UNTRUSTED_KEY);
    }
  }

  @Test
  void a_delegation_to_itself_and_one_upward_make_no_progress() {
    SignedStatement itself = county.delegates(Party.of("88.118").delegated());
    SignedStatement upward = county.delegates(Party.of("88").delegated());

    Authority authority =
        verifier.authority(List.of(toCounty, itself, upward, itself), mill.prefix);

    assertThat(authority.chain()).hasSize(1);
    assertThat(authority.keys()).containsExactly(county.authorityKey());
  }

  @ParameterizedTest
  @ValueSource(strings = {"88.119", "88.118.9", "88.118.80", "88.118.8.1", "89"})
  void a_delegation_that_leads_elsewhere_is_refused(String elsewhere) {
    SignedStatement sideways = county.delegates(Party.of(elsewhere).delegated());

    assertRejected(
        () -> verifier.authority(List.of(toCounty, sideways), mill.prefix), Rule.CHAIN_BROKEN);
  }

  @Test
  void a_chain_in_the_wrong_order_or_with_a_missing_link_is_refused() {
    assertRejected(
        () -> verifier.verify(coil, List.of(toMill, toCounty), COIL), Rule.UNTRUSTED_KEY);
    assertRejected(() -> verifier.verify(coil, List.of(toMill), COIL), Rule.UNTRUSTED_KEY);
    assertRejected(() -> verifier.verify(coil, List.of(toCounty), COIL), Rule.UNTRUSTED_KEY);
    assertRejected(() -> verifier.verify(coil, List.of(), COIL), Rule.UNTRUSTED_KEY);
  }

  @Test
  void a_prefix_that_no_anchor_is_above_of_is_refused() {
    assertRejected(
        () -> verifier.verify(coil, List.of(), Identifier.parse("89/1")), Rule.NO_TRUST_ANCHOR);
    assertRejected(() -> verifier.authority(List.of(), Prefix.parse("880")), Rule.NO_TRUST_ANCHOR);
  }

  @Test
  void sixteen_links_are_followed_and_seventeen_refused() {
    List<Party> parties = Party.line(18);
    List<SignedStatement> links = Party.links(parties);
    StatementVerifier own = new StatementVerifier(Party.anchors(parties.get(0)), Example.CLOCK);
    Party last = parties.get(16);
    Identifier identifier = Identifier.parse(last.prefix + "/1");

    assertThat(
            own.verify(last.record(identifier.toString()), links.subList(0, 16), identifier)
                .chain())
        .hasSize(16);
    assertRejected(() -> own.authority(links, parties.get(17).prefix), Rule.CHAIN_TOO_LONG);
    Authority sixteenth = own.authority(links.subList(0, 16), parties.get(17).prefix);
    assertRejected(
        () -> own.below(sixteenth, links.subList(16, 17), parties.get(17).prefix),
        Rule.CHAIN_TOO_LONG);
  }

  @Test
  void also_links_that_would_be_passed_over_count() {
    List<SignedStatement> links =
        new ArrayList<>(IntStream.range(0, 16).mapToObj(i -> toCounty).toList());
    assertThat(verifier.authority(links, mill.prefix).chain()).hasSize(1);

    links.add(toMill);
    assertRejected(() -> verifier.authority(links, mill.prefix), Rule.CHAIN_TOO_LONG);
  }

  @Test
  void a_hosted_prefix_is_signed_for_by_the_authority_above_in_its_own_log() {
    SignedStatement hosted = county.delegates(DelegationOf.hosted("88.118.7"));
    Identifier pear = Identifier.parse("88.118.7/PEAR-1");
    SignedStatement record = county.record("88.118.7/PEAR-1");

    var verified = verifier.verify(record, List.of(toCounty, hosted), pear);

    assertThat(verified.chain()).hasSize(2);
    assertRejected(() -> verifier.verify(record, List.of(toCounty), pear), Rule.PREFIX_NOT_COVERED);
    assertRejected(
        () -> verifier.verify(root.record("88.118.7/PEAR-1"), List.of(toCounty, hosted), pear),
        Rule.UNTRUSTED_KEY);
  }

  @Test
  void a_prefix_may_be_hosted_below_a_hosted_one_and_delegated_below_that() {
    Party lowest = Party.of("88.118.7.1.1");
    List<SignedStatement> chain =
        List.of(
            toCounty,
            county.delegates(DelegationOf.hosted("88.118.7")),
            county.delegates(DelegationOf.hosted("88.118.7.1")),
            county.delegates(lowest.delegated()));

    assertThat(verifier.authority(chain, lowest.prefix).keys())
        .containsExactly(lowest.authorityKey());
  }

  @Test
  void a_statement_that_is_no_delegation_is_no_link() {
    for (SignedStatement link :
        List.of(county.record("88.118.8/COIL-1"), county.absence("88.118/x"))) {
      assertRejected(
          () -> verifier.authority(List.of(toCounty, link), mill.prefix), Rule.WRONG_KIND);
    }
  }

  @Test
  void a_delegation_with_a_disclosure_is_refused_since_nothing_signs_that() {
    SignedStatement more = toCounty.withDisclosures(List.of(coil.body()));

    assertRejected(() -> verifier.authority(List.of(more), mill.prefix), Rule.DISCLOSURE_INVALID);
    assertRejected(() -> verifier.verifyLogged(more), Rule.DISCLOSURE_INVALID);
  }

  @Test
  void an_audit_reads_delegations_and_hosted_records_of_a_log_also_those_that_count_no_more() {
    StatementVerifier audit = new StatementVerifier(Party.anchors(county), Example.CLOCK);
    SignedStatement revoked = county.delegates(mill.delegated().state(Delegation.State.REVOKED));

    for (SignedStatement statement :
        Stream.of(toMill, revoked, county.record("88.118.7/1"), county.record("88.118/1"))
            .toList()) {
      assertThat(audit.verifyLogged(statement).statement()).isEqualTo(statement);
    }
    assertRejected(
        () -> audit.verifyLogged(county.delegates(Party.of("88.119").delegated())),
        Rule.PREFIX_NOT_COVERED);
    assertRejected(() -> audit.verifyLogged(county.record("88.119/1")), Rule.PREFIX_NOT_COVERED);
    assertRejected(() -> audit.verifyLogged(county.absence("88.118/1")), Rule.WRONG_LOG);
    assertRejected(() -> audit.verifyLogged(coil), Rule.UNTRUSTED_KEY);
  }

  private static void assertRejected(Runnable attempt, Rule rule) {
    assertThatThrownBy(attempt::run).matches(rule::isBrokenBy).message().doesNotContain("\n");
  }
}
