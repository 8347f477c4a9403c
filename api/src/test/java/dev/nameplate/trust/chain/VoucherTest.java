package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.LoggedStatementTest.Kind;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A log's owner, and whoever keeps the log without its key, vouch for what stands in it only. */
class VoucherTest {
  private final Party county = Party.county();
  private final Party thief = county.successor("thief");
  private final LogName otherLog = new LogName("88.118/log-2");
  private final BatchSigner owner = new BatchSigner(county.log, county.key);
  private final List<Voucher> vouchers =
      List.of(
          owner,
          new LogVoucher(Party.at(Duration.ofMinutes(1), county), county.key.suite().hash()));

  @ParameterizedTest
  @EnumSource
  void a_statement_is_vouched_for_as_what_it_is(Kind kind) {
    SignedStatement statement = county.sign(body(kind, county.log), Example.TIME, 7);

    for (Voucher voucher : vouchers) {
      Verified<?> vouched = vouch(voucher, kind, statement);

      assertThat(vouched.value()).isInstanceOf(kind.value);
      assertThat(vouched.statement()).isSameAs(statement);
      assertThat(voucher.hash()).isEqualTo(HashFunction.SM3);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_is_not_vouched_for_as_one_of_another_kind(Kind kind) {
    SignedStatement statement = county.sign(body(kind, county.log), Example.TIME, 7);

    for (Voucher voucher : vouchers) {
      for (Kind other : Kind.values()) {
        if (other != kind) {
          assertRejected(() -> vouch(voucher, other, statement), Rule.WRONG_KIND);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_statement_of_another_log_or_key_is_not_vouched_for(Kind kind) {
    Bytes here = body(kind, county.log);
    SignedStatement otherBatch = county.sign(here, otherLog, Example.TIME, 7);
    SignedStatement otherBody = county.sign(body(kind, otherLog), Example.TIME, 7);
    SignedStatement otherKey = thief.sign(here, Example.TIME, 7);

    for (Voucher voucher : vouchers) {
      assertRejected(() -> vouch(voucher, kind, otherBatch), Rule.WRONG_LOG);
      assertRejected(() -> vouch(voucher, kind, otherBody), Rule.WRONG_LOG);
      assertRejected(() -> vouch(voucher, kind, otherKey), Rule.UNTRUSTED_KEY);
    }
  }

  @Test
  void an_owner_does_not_vouch_for_a_batch_that_names_another_suite_than_its_key() {
    Bytes body = body(Kind.RECORD, county.log);
    BatchHeader header =
        new BatchHeader(
            county.log,
            1,
            2,
            7,
            1,
            HashFunction.SHA256.leafHash(body),
            Example.TIME,
            SignatureSuite.ED25519_SHA256,
            county.key.keyId());
    SignedStatement statement =
        SignedStatement.of(body, List.of(), 0, List.of(), SignedBatch.sign(header, county.key));

    assertRejected(() -> owner.vouch(statement, StatementKind.RECORD), Rule.UNTRUSTED_KEY);
  }

  @Test
  void an_owner_knows_what_its_key_and_the_keys_before_it_signed() {
    BatchSigner next =
        new BatchSigner(
            county.log, county.successor("next").key, List.of(county.key.verifyingKey()));
    SignedStatement before = county.sign(body(Kind.RECORD, county.log), Example.TIME, 7);

    assertThat(next.vouch(before, StatementKind.RECORD).statement()).isSameAs(before);
    assertThat(next.signed(before.signedBatch())).isTrue();
    assertThat(owner.signed(before.signedBatch())).isTrue();
    assertThat(next.signed(SignedBatch.sign(before.batch(), thief.key))).isFalse();
    assertThat(next.signed(thief.sign(before.body(), county.log, Example.TIME, 7).signedBatch()))
        .isFalse();
  }

  @Test
  void the_keys_of_a_log_are_all_of_one_suite() {
    List<VerifyingKey> other = List.of(Party.mill().key.verifyingKey());

    assertThatThrownBy(() -> new BatchSigner(county.log, county.key, other))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("former key");
  }

  private Bytes body(Kind kind, LogName log) {
    return kind.body(county.prefix, log);
  }

  private static Verified<?> vouch(Voucher voucher, Kind as, SignedStatement statement) {
    return switch (as) {
      case RECORD -> voucher.vouch(statement, StatementKind.RECORD);
      case RANGE -> voucher.vouch(statement, StatementKind.RANGE);
      case EVENT -> voucher.vouch(statement, StatementKind.EVENT);
      case DELEGATION -> voucher.vouch(statement, StatementKind.DELEGATION);
    };
  }

  private static void assertRejected(Runnable attempt, Rule rule) {
    assertThatThrownBy(attempt::run).matches(rule::isBrokenBy).message().doesNotContain("\n");
  }
}
