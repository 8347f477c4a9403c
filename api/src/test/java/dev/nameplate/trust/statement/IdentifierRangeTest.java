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
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.v1.Statement;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    IdentifierRange range = range("P-{seq:2}", 1, 2, most);
    assertThat(range.record(2).values()).hasSize(2048);
    assertThat(RangeBody.parse(encoded(range)).range()).isEqualTo(range);
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
  @CsvSource({
    "suffix, has a suffix",
    "order, not in order of index",
    "same index, not in order of index",
    "too many values, the range has 2049 values",
    "unknown field, field number 99",
    "unknown in range, field number 99",
    "unknown in value, field number 99"
  })
  void a_body_that_breaks_the_rules_is_refused_whoever_signed_it(String defect, String says)
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
          case "too many values" ->
              body ->
                  body.getRangeBuilder()
                      .addAllValues(Collections.nCopies(2047, body.getRange().getValues(0)));
          case "unknown in value" ->
              body -> body.getRangeBuilder().getValuesBuilder(0).setUnknownFields(unknown);
          case "unknown field" -> body -> body.setUnknownFields(unknown);
          default -> body -> body.getRangeBuilder().setUnknownFields(unknown);
        };
    IdentifierRange range =
        range(
            "P-{seq:2}",
            1,
            2,
            List.of(ValueTemplate.text(2, "B", "{n}"), ValueTemplate.text(1, "A", "{n}")));
    Bytes encoded = encoded(range);
    Statement.Builder body = Statement.parseFrom(encoded.asByteString()).toBuilder();
    change.accept(body);
    Bytes changed = Bytes.of(body.build().toByteString());

    assertThat(RangeBody.parse(encoded).range()).isEqualTo(range);
    assertThatThrownBy(() -> RangeBody.parse(changed))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy)
        .hasMessageContaining(says);
  }

  @Test
  void a_range_whose_statement_would_be_too_large_is_not_encoded() {
    String text = "x".repeat(262_130);
    IdentifierRange range = range("P-{seq:2}", 1, 2, List.of(ValueTemplate.text(1, "T", text)));

    assertThatThrownBy(() -> encoded(range))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("at most 262144 bytes encoded");
  }

  @Test
  void the_statement_of_a_range_is_read_as_the_record_of_a_member_and_of_none_beside_it() {
    Bytes body = encoded(range("P-{seq:2}", 3, 7, NAMES));
    Identifier member = Identifier.parse("88.118.8/P-03");

    assertThat(StatementBody.parse(body, List.of(), example.suite.hash(), member).record())
        .isEqualTo(range("P-{seq:2}", 3, 7, NAMES).record(3));
    assertThatThrownBy(
            () ->
                StatementBody.parse(
                    body, List.of(), example.suite.hash(), Identifier.parse("88.118.8/P-08")))
        .matches(Rule.WRONG_SUBJECT::isBrokenBy)
        .hasMessageEndingWith(
            "the range 88.118.8/P-03 to 88.118.8/P-07, which does not hold 88.118.8/P-08");
    assertThatThrownBy(() -> StatementBody.parse(body, List.of(body), example.suite.hash(), member))
        .matches(Rule.DISCLOSURE_INVALID::isBrokenBy);
  }

  private Bytes encoded(IdentifierRange range) {
    return RangeBody.of(range, example.log).encoded();
  }

  private static IdentifierRange range(
      String pattern, long first, long last, List<ValueTemplate> values) {
    return new IdentifierRange(Example.PREFIX, SuffixPattern.parse(pattern), first, last, values);
  }
}
