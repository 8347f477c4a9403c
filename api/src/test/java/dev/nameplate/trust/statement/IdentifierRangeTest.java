package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.v1.Statement;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which identifiers a range holds, within which bounds, and what its bytes must say. */
class IdentifierRangeTest {
  private static final List<ValueTemplate> NAMES = List.of(ValueTemplate.text(1, "NAME", "{n}"));

  private final Example example = new Example(SignatureSuite.ED25519_SHA256);

  @Test
  void a_range_holds_its_first_and_its_last_member_and_none_beside_them() {
    IdentifierRange range = range("P-{seq:2}", 3, 7, NAMES);

    assertThat(range.members()).isEqualTo(5);
    assertThat(range.firstIdentifier()).hasToString("88.118.8/P-03");
    assertThat(range.lastIdentifier()).hasToString("88.118.8/P-07");
    assertThat(range.numberOf(Identifier.parse("88.118.8/p-03"))).hasValue(3);
    assertThat(range.numberOf(Identifier.parse("88.118.8/P-07"))).hasValue(7);
    for (String other : List.of("88.118.8/P-02", "88.118.8/P-08", "88.118.9/P-03")) {
      assertThat(range.numberOf(Identifier.parse(other))).isEmpty();
    }
    assertThat(range.record(3).identifier()).isEqualTo(range.firstIdentifier());
    assertThat(range.record(7).identifier()).isEqualTo(range.lastIdentifier());
    for (long other : new long[] {2, 8}) {
      assertThatIllegalArgumentException().isThrownBy(() -> range.record(other));
    }
  }

  @Test
  void a_verified_range_proves_the_records_of_its_members_only() {
    Bytes body = RangeBody.of(Example.coils(), example.log).encoded();
    MerkleTree tree = MerkleTree.ofData(example.suite.hash(), List.of(body));
    SignedStatement statement =
        SignedStatement.of(
            body, List.of(), 0, List.of(), example.signer.sign(1, 0, 0, tree, Example.TIME));
    Verified<IdentifierRange> range = example.signer.vouch(statement, StatementKind.RANGE);
    Identifier member = Identifier.parse("88.118.8/COIL-2026-000451");

    assertThat(Verified.member(range, member))
        .hasValueSatisfying(
            coil -> {
              assertThat(coil.value()).isEqualTo(Example.coils().record(451));
              assertThat(coil.statement()).isSameAs(statement);
            });
    assertThat(Verified.member(range, Identifier.parse("88.118.8/COIL-2026-100001"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "{random:64},      0,          1,          pattern",
    "{yyyy}-{seq:2},   0,          1,          pattern",
    "P-{seq:2},       -1,          1,          first",
    "P-{seq:2},      100,        100,          first",
    "P-{seq:2},        7,          6,          last",
    "P-{seq:2},        7,        100,          last",
    "P-{seq:10},       1, 1000000001,          last",
  })
  void a_range_outside_its_bounds_is_refused(String pattern, long first, long last, String field) {
    assertThatThrownBy(() -> range(pattern, first, last, NAMES))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageStartingWith(field + ": ");
  }

  @Test
  void a_range_at_its_bounds_is_accepted() {
    assertThat(range("P-{seq:2}", 0, 99, NAMES).members()).isEqualTo(100);
    assertThat(range("P-{seq:2}", 99, 99, NAMES).members()).isEqualTo(1);
    assertThat(range("P-{seq:10}", 1, 1_000_000_000, NAMES).members())
        .isEqualTo(IdentifierRange.MAX_MEMBERS);
    assertThat(range("p".repeat(1_017) + "{seq:1}", 1, 2, NAMES).members()).isEqualTo(2);
    assertThatThrownBy(() -> range("p".repeat(1_018) + "{seq:1}", 1, 2, NAMES))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("at most 1024 bytes");
  }

  @Test
  void a_member_has_as_many_values_as_a_record_may_have() {
    List<ValueTemplate> most =
        IntStream.rangeClosed(1, 2048).mapToObj(i -> ValueTemplate.text(i, "T", "")).toList();
    List<ValueTemplate> more =
        IntStream.rangeClosed(1, 2049).mapToObj(i -> ValueTemplate.text(i, "T", "")).toList();

    assertThat(range("P-{seq:2}", 1, 2, most).record(2).values()).hasSize(2048);
    assertThatThrownBy(() -> range("P-{seq:2}", 1, 2, more))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("2049 values")
        .hasMessageContaining("at most 2048");
  }

  @Test
  void a_range_is_shown_as_its_first_and_last_member() {
    assertThat(range("P-{seq:2}", 3, 7, NAMES)).hasToString("88.118.8/P-03 to 88.118.8/P-07");
  }

  @Test
  void values_that_not_everyone_may_read_are_refused() {
    ValueTemplate restricted =
        ValueTemplate.of(RecordValue.text(1, "price", "1").withPermissions(Permissions.RESTRICTED));

    assertThatThrownBy(() -> range("P-{seq:2}", 1, 2, List.of(restricted)))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageStartingWith("values.permissions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"suffix", "order", "same index", "unknown field", "unknown in range"})
  void a_body_that_breaks_the_rules_is_refused_whoever_signed_it(String defect)
      throws InvalidProtocolBufferException {
    UnknownFieldSet unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    Consumer<Statement.Builder> change =
        switch (defect) {
          case "suffix" -> body -> body.setSuffix("P-1");
          case "order" -> body -> body.getRangeBuilder().getValuesBuilder(0).setIndex(3);
          case "same index" -> body -> body.getRangeBuilder().getValuesBuilder(0).setIndex(2);
          case "unknown field" -> body -> body.setUnknownFields(unknown);
          default -> body -> body.getRangeBuilder().setUnknownFields(unknown);
        };
    IdentifierRange range =
        range(
            "P-{seq:2}",
            1,
            2,
            List.of(ValueTemplate.text(2, "B", "{n}"), ValueTemplate.text(1, "A", "{n}")));
    Bytes encoded = RangeBody.of(range, example.log).encoded();
    Statement.Builder body = Statement.parseFrom(encoded.asByteString()).toBuilder();
    change.accept(body);
    Bytes changed = Bytes.of(body.build().toByteString());

    assertThat(RangeBody.parse(encoded).range()).isEqualTo(range);
    assertThatThrownBy(() -> RangeBody.parse(changed))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
  }

  private static IdentifierRange range(
      String pattern, long first, long last, List<ValueTemplate> values) {
    return new IdentifierRange(Example.PREFIX, SuffixPattern.parse(pattern), first, last, values);
  }
}
