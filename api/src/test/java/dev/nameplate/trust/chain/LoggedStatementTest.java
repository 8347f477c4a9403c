package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.FixedRandom;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.EventBody;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.ValueTemplate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an audit of the log of 88.118 believes: each rule, for each kind of statement. */
class LoggedStatementTest {
  private static final Instant TIME = Example.TIME;

  private final Party county = Party.county();
  private final Party thief = county.successor("thief");
  private final LogName otherLog = new LogName("88.118/log-2");
  private final StatementVerifier audit = Party.at(Duration.ofMinutes(1), county);

  enum Kind {
    RECORD(IdentifierRecord.class),
    RANGE(IdentifierRange.class),
    EVENT(RecordedEvent.class),
    DELEGATION(Delegation.class);

    final Class<?> value;

    Kind(Class<?> value) {
      this.value = value;
    }

    Bytes body(Prefix prefix, LogName log) {
      return switch (this) {
        case RECORD ->
            StatementBody.of(
                    Example.plain(prefix + "/COIL-1"), log, HashFunction.SM3, new FixedRandom())
                .encoded();
        case RANGE ->
            RangeBody.of(
                    new IdentifierRange(
                        prefix,
                        SuffixPattern.parse("COIL-{seq:3}"),
                        1,
                        100,
                        List.of(ValueTemplate.text(1, "NAME", "coil {n}"))),
                    log)
                .encoded();
        case EVENT -> EventBody.of(prefix, Example.slitting(), log).encoded();
        case DELEGATION ->
            DelegationBody.of(DelegationOf.hosted(prefix.toString()).build(), log).encoded();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_is_believed_at_and_below_the_prefix_of_the_anchor_that_signed_it(Kind kind) {
    for (String prefix : List.of("88.118", "88.118.7", "88.118.7.1")) {
      SignedStatement statement = signed(kind, prefix);

      Verified<?> verified = audit.verifyLogged(statement);

      assertThat(verified.value()).isInstanceOf(kind.value);
      assertThat(verified.statement()).isSameAs(statement);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_above_or_beside_the_prefix_of_the_anchor_is_refused(Kind kind) {
    for (String prefix : List.of("88", "88.119", "88.1180", "89.118")) {
      assertRejected(() -> audit.verifyLogged(signed(kind, prefix)), Rule.PREFIX_NOT_COVERED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_whose_body_names_another_log_is_refused_though_the_batch_is_right(Kind kind) {
    SignedStatement statement = county.sign(kind.body(county.prefix, otherLog), TIME, 7);

    assertRejected(() -> audit.verifyLogged(statement), Rule.WRONG_LOG);
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_that_names_the_right_key_but_is_signed_with_another_is_refused(Kind kind) {
    SignedStatement statement = signed(kind, "88.118");
    SignedStatement forged =
        SignedStatement.of(
            statement.body(),
            List.of(),
            0,
            List.of(),
            SignedBatch.sign(statement.batch(), thief.key));

    assertRejected(() -> audit.verifyLogged(forged), Rule.SIGNATURE_INVALID);
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_put_in_the_place_of_another_is_refused(Kind kind) {
    SignedStatement other = signed(kind, "88.118.7");
    SignedStatement replaced =
        SignedStatement.of(
            kind.body(county.prefix, county.log), List.of(), 0, List.of(), other.signedBatch());

    assertRejected(() -> audit.verifyLogged(replaced), Rule.NOT_IN_BATCH);
  }

  @ParameterizedTest
  @EnumSource(names = {"RANGE", "DELEGATION"})
  void a_disclosure_where_nothing_signs_it_is_refused(Kind kind) {
    SignedStatement more = signed(kind, "88.118").withDisclosures(List.of(Bytes.utf8("more")));

    assertRejected(() -> audit.verifyLogged(more), Rule.DISCLOSURE_INVALID);
  }

  @Test
  void a_batch_is_believed_by_itself_when_the_key_of_an_anchor_signed_it() {
    assertThatCode(() -> audit.verifyBatch(batch(county, county.log, TIME)))
        .doesNotThrowAnyException();
  }

  @Test
  void a_batch_signed_by_a_key_of_no_anchor_is_refused() {
    assertRejected(() -> audit.verifyBatch(batch(thief, county.log, TIME)), Rule.UNTRUSTED_KEY);
  }

  @Test
  void a_batch_that_names_the_right_key_but_is_signed_with_another_is_refused() {
    SignedBatch forged = SignedBatch.sign(batch(county, county.log, TIME).header(), thief.key);

    assertRejected(() -> audit.verifyBatch(forged), Rule.SIGNATURE_INVALID);
  }

  @Test
  void a_batch_of_another_log_or_from_the_future_is_refused_though_the_key_is_right() {
    assertRejected(() -> audit.verifyBatch(batch(county, otherLog, TIME)), Rule.WRONG_LOG);
    assertRejected(
        () -> audit.verifyBatch(batch(county, county.log, TIME.plus(Duration.ofHours(1)))),
        Rule.FUTURE_BATCH);
  }

  private SignedStatement signed(Kind kind, String prefix) {
    return county.sign(kind.body(Prefix.parse(prefix), county.log), TIME, 7);
  }

  private static SignedBatch batch(Party signer, LogName log, Instant time) {
    return signer
        .sign(Kind.RECORD.body(signer.prefix, log), log, time, Party.POSITION)
        .signedBatch();
  }

  private static void assertRejected(Runnable attempt, Rule rule) {
    assertThatThrownBy(attempt::run).matches(rule::isBrokenBy).message().doesNotContain("\n");
  }
}
