package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AbsenceBody;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AbsenceVerificationTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-2");
  private static final Instant TIME = Example.TIME;
  private static final Duration TTL = Duration.ofMinutes(5);

  private final Party root = Party.root();
  private final Party county = Party.county();
  private final Party mill = Party.mill();
  private final SignedStatement toCounty = root.delegates(county.delegated());
  private final SignedStatement toMill = county.delegates(mill.delegated());
  private final StatementVerifier verifier = Party.at(Duration.ofMinutes(1), root);
  private final Authority ofCounty = verifier.authority(List.of(toCounty), mill.prefix);
  private final Authority ofMill = verifier.authority(List.of(toCounty, toMill), mill.prefix);

  @Test
  void the_authority_of_an_identifier_s_prefix_says_that_it_is_absent() {
    SignedStatement statement = mill.absence("88.118.8/coil-2");

    Verified<Absence> verified = verifier.verifyAbsence(statement, COIL, ofMill);

    assertThat(verified.value()).isEqualTo(new Absence(COIL, Prefix.parse("88.118.8"), 3, TTL));
    assertThat(verified.chain()).isEqualTo(ofMill.chain());
    assertThat(verified.statement()).isEqualTo(statement);
    assertThat(verified.batch().log()).isEqualTo(mill.log.absences());
  }

  @Test
  void an_authority_above_says_so_too_as_itself() {
    SignedStatement byCounty = county.absence("88.118.8/COIL-2");

    assertThat(verifier.verifyAbsence(byCounty, COIL, ofCounty).value().authority())
        .isEqualTo(county.prefix);
    assertRejected(byCounty, ofMill, Rule.UNTRUSTED_KEY);
    assertRejected(
        mill.absence("88.118.8/COIL-2", county.prefix, TIME), ofCounty, Rule.UNTRUSTED_KEY);
    assertRejected(
        mill.absence("88.118.8/COIL-2", county.prefix, TIME), ofMill, Rule.PREFIX_NOT_COVERED);
    assertRejected(
        county.absence("88.118.8/COIL-2", mill.prefix, TIME), ofCounty, Rule.PREFIX_NOT_COVERED);
  }

  @Test
  void the_host_of_a_prefix_says_so_as_the_authority_of_that_prefix() {
    SignedStatement hosted = county.delegates(DelegationOf.hosted("88.118.7"));
    Identifier pear = Identifier.parse("88.118.7/PEAR-2");
    Authority host = verifier.authority(List.of(toCounty, hosted), pear.prefix());

    assertThat(
            verifier
                .verifyAbsence(county.absence("88.118.7/PEAR-2", pear.prefix(), TIME), pear, host)
                .chain())
        .hasSize(2);
  }

  @Test
  void a_sibling_says_nothing() {
    Party sibling = Party.of("88.118.9");
    Bytes body =
        AbsenceBody.of(new Absence(COIL, mill.prefix, 3, TTL), mill.log.absences()).encoded();

    assertRejected(sibling.sign(body, mill.log.absences(), TIME, 0), ofMill, Rule.UNTRUSTED_KEY);
    Authority ofSibling =
        verifier.authority(
            List.of(toCounty, county.delegates(sibling.delegated())), sibling.prefix);
    assertRejected(
        sibling.sign(
            AbsenceBody.of(new Absence(COIL, mill.prefix, 3, TTL), sibling.log.absences())
                .encoded(),
            sibling.log.absences(),
            TIME,
            0),
        ofSibling,
        Rule.PREFIX_NOT_COVERED);
  }

  @Test
  void it_is_about_the_very_identifier_that_was_asked_for() {
    assertRejected(mill.absence("88.118.8/COIL-3"), ofMill, Rule.WRONG_SUBJECT);
    assertRejected(mill.absence("88.118.8.1/COIL-2"), ofMill, Rule.WRONG_SUBJECT);
  }

  @Test
  void it_is_believed_five_minutes_longer_than_its_time_to_live_and_no_longer() {
    SignedStatement statement = mill.absence("88.118.8/COIL-2");
    Duration end = TTL.plus(StatementVerifier.CLOCK_DIFFERENCE);

    assertThat(Party.at(end, root).verifyAbsence(statement, COIL, ofMill).time()).isEqualTo(TIME);
    assertThatThrownBy(
            () -> Party.at(end.plusMillis(1), root).verifyAbsence(statement, COIL, ofMill))
        .matches(Rule.ABSENCE_EXPIRED::isBrokenBy);
  }

  @Test
  void it_is_not_believed_from_the_future() {
    Instant latest = TIME.plusSeconds(60).plus(StatementVerifier.CLOCK_DIFFERENCE);

    assertThat(
            verifier
                .verifyAbsence(mill.absence("88.118.8/COIL-2", mill.prefix, latest), COIL, ofMill)
                .time())
        .isEqualTo(latest);
    assertRejected(
        mill.absence("88.118.8/COIL-2", mill.prefix, latest.plusMillis(1)),
        ofMill,
        Rule.FUTURE_BATCH);
  }

  @Test
  void batches_of_absences_and_of_the_log_do_not_pass_for_each_other() {
    Absence absence = new Absence(COIL, mill.prefix, 3, TTL);
    Bytes ofLog = AbsenceBody.of(absence, mill.log).encoded();
    Bytes ofAbsences = AbsenceBody.of(absence, mill.log.absences()).encoded();

    assertRejected(mill.sign(ofAbsences, mill.log, TIME, 0), ofMill, Rule.WRONG_LOG);
    assertRejected(mill.sign(ofLog, mill.log.absences(), TIME, 0), ofMill, Rule.WRONG_LOG);
    assertRejected(mill.record("88.118.8/COIL-2"), ofMill, Rule.WRONG_LOG);
    Bytes record = mill.record("88.118.8/COIL-2").body();
    assertRejected(mill.sign(record, mill.log.absences(), TIME, 0), ofMill, Rule.WRONG_KIND);
    assertThatThrownBy(
            () -> verifier.verify(mill.sign(record, mill.log.absences(), TIME, 0), COIL, ofMill))
        .matches(Rule.WRONG_LOG::isBrokenBy);
    assertThatThrownBy(() -> verifier.verify(mill.sign(ofLog, mill.log, TIME, 0), COIL, ofMill))
        .matches(Rule.WRONG_KIND::isBrokenBy);
    assertThatThrownBy(() -> verifier.verify(mill.absence("88.118.8/COIL-2"), COIL, ofMill))
        .matches(Rule.WRONG_LOG::isBrokenBy);
  }

  @Test
  void a_revoked_key_says_nothing_about_absence_wherever_it_is_revoked_from() {
    for (long from : new long[] {0, 1, Long.MAX_VALUE}) {
      SignedStatement revoked =
          county.delegates(mill.delegated().keys(mill.authorityKey().revokedFrom(from)));

      assertRejected(
          mill.absence("88.118.8/COIL-2"),
          verifier.authority(List.of(toCounty, revoked), mill.prefix),
          Rule.KEY_REVOKED);
    }
  }

  @Test
  void a_key_that_no_longer_counts_says_nothing() {
    SignedStatement ended =
        county.delegates(
            mill.delegated().keys(mill.authorityKey().during(new Validity(Instant.EPOCH, TIME))));

    assertRejected(
        mill.absence("88.118.8/COIL-2"),
        verifier.authority(List.of(toCounty, ended), mill.prefix),
        Rule.KEY_NOT_VALID);
  }

  @Test
  void it_has_no_disclosures_since_nothing_signs_them() {
    assertRejected(
        mill.absence("88.118.8/COIL-2").withDisclosures(List.of(toMill.body())),
        ofMill,
        Rule.DISCLOSURE_INVALID);
  }

  @Test
  void one_that_names_the_right_key_but_is_signed_with_another_is_refused() {
    SignedStatement statement = mill.absence("88.118.8/COIL-2");

    assertRejected(
        SignedStatement.of(
            statement.body(),
            List.of(),
            0,
            List.of(),
            SignedBatch.sign(statement.batch(), mill.successor("thief").key)),
        ofMill,
        Rule.SIGNATURE_INVALID);
  }

  @Test
  void one_put_in_the_place_of_another_is_refused() {
    SignedBatch other = mill.absence("88.118.8/COIL-3").signedBatch();

    assertRejected(
        SignedStatement.of(mill.absence("88.118.8/COIL-2").body(), List.of(), 0, List.of(), other),
        ofMill,
        Rule.NOT_IN_BATCH);
  }

  private void assertRejected(SignedStatement statement, Authority authority, Rule rule) {
    assertThatThrownBy(() -> verifier.verifyAbsence(statement, COIL, authority))
        .matches(rule::isBrokenBy)
        .message()
        .doesNotContain("\n");
  }
}
