package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RangeBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifiedTest {
  private final Example example = new Example(SignatureSuite.ED25519_SHA256);
  private final List<SignedStatement> batch = example.sign(Example.coil(), Example.priced());
  private final Verified<IdentifierRecord> coil = example.verifier().verify(batch.get(0));
  private final Verified<IdentifierRecord> priced = example.verifier().verify(batch.get(1));

  @Test
  void it_tells_who_signed_it_when_and_where_it_stands() {
    assertThat(priced.position()).isEqualTo(8);
    assertThat(priced.time()).isEqualTo(Example.TIME);
    assertThat(priced.keyId()).isEqualTo(example.key.keyId());
    assertThat(priced).hasToString(priced.value() + " at position 8 of " + example.log);
  }

  @Test
  void two_are_equal_if_their_statements_and_values_are() {
    Verified<IdentifierRecord> withheld =
        example.verifier().verify(batch.get(1).withoutDisclosures());

    assertThat(example.verifier().verify(batch.get(0))).isEqualTo(coil).hasSameHashCodeAs(coil);
    assertThat(coil).isNotEqualTo(priced).doesNotHaveSameHashCodeAs(priced);
    assertThat(withheld).isNotEqualTo(priced);
    assertThat(coil).isNotEqualTo(coil.value());
  }

  @Test
  void a_range_proves_the_records_of_its_members_only() {
    Party mill = Party.mill();
    SignedStatement statement =
        mill.sign(RangeBody.of(Example.coils(), mill.log).encoded(), Example.TIME, 7);
    Verified<IdentifierRange> range =
        new BatchSigner(mill.log, mill.key).vouch(statement, StatementKind.RANGE);

    assertThat(Verified.member(range, Identifier.parse("88.118.8/COIL-2026-000451")))
        .hasValueSatisfying(
            member -> {
              assertThat(member.value()).isEqualTo(Example.coils().record(451));
              assertThat(member.statement()).isSameAs(statement);
            });
    assertThat(Verified.member(range, Identifier.parse("88.118.8/COIL-2026-100001"))).isEmpty();
  }
}
