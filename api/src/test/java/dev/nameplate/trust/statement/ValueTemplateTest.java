package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.trust.chain.Example;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands for the blanks in the values of a range. */
class ValueTemplateTest {
  private static final int MOST = 262_144;

  private static RecordValue seventh(ValueTemplate... templates) {
    return in("P-{seq:3}", templates).record(7).values().get(0);
  }

  private static IdentifierRange in(String pattern, ValueTemplate... templates) {
    return new IdentifierRange(
        Example.PREFIX, SuffixPattern.parse(pattern), 7, 7, List.of(templates));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a number without zeros  | no. {n}           | no. 7
          the identifier          | <{identifier}>    | <88.118.8/P-007>
          each blank              | {n}{n}-{n}        | 77-7
          other braces            | {m} {N} {n {} n}  | {m} {N} {n {} n}
          no blank                | https://a.example | https://a.example
          nothing that is escaped | \\{n} $1          | \\7 $1
          """)
  void blanks_of_a_text_are_filled_in_and_nothing_else(String why, String text, String filled) {
    assertThat(seventh(ValueTemplate.text(1, "T", text)))
        .as(why)
        .isEqualTo(RecordValue.text(1, "T", filled));
  }

  @Test
  void a_number_a_json_text_and_a_reference_are_whole_once_they_are_filled_in() {
    assertThat(seventh(ValueTemplate.number(2, "N", "{n}.50")))
        .isEqualTo(RecordValue.of(2, "N", new ValueData.Number("7.50")));
    assertThat(seventh(ValueTemplate.json(3, "J", "{\"coil\": {n}, \"of\": \"{identifier}\"}")))
        .isEqualTo(
            RecordValue.of(
                3, "J", new ValueData.Json("{\"coil\": 7, \"of\": \"88.118.8/P-007\"}")));
    assertThat(seventh(ValueTemplate.reference(4, "R", "88.118.8/HEAT-{n}")))
        .isEqualTo(RecordValue.reference(4, "R", Identifier.parse("88.118.8/HEAT-7")));
    for (ValueTemplate none :
        List.of(
            ValueTemplate.number(1, "N", "{n}{n}."),
            ValueTemplate.json(1, "J", "{\"coil\": {identifier}}"),
            ValueTemplate.reference(1, "R", "HEAT-{n}"))) {
      assertThatThrownBy(() -> seventh(none)).isInstanceOf(InvalidInputException.class);
    }
  }

  @Test
  void an_identifier_with_quotes_is_escaped_in_json_and_in_nothing_else() {
    IdentifierRange range =
        in(
            "\"\\{seq:1}",
            ValueTemplate.json(1, "J", "[\"{identifier}\"]"),
            ValueTemplate.text(2, "T", "{identifier}"));

    assertThat(range.record(7).values())
        .containsExactly(
            RecordValue.of(1, "J", new ValueData.Json("[\"88.118.8/\\\"\\\\7\"]")),
            RecordValue.text(2, "T", "88.118.8/\"\\7"));
  }

  @Test
  void references_beside_the_data_are_filled_in_and_bytes_are_kept() {
    RecordValue binary = RecordValue.of(1, "B", ValueData.binary(Bytes.utf8("{n}")));
    ValueReference heat = new ValueReference(Identifier.parse("88.118.8/HEAT-{n}"), 3);

    RecordValue filled = seventh(ValueTemplate.of(binary.withReferences(List.of(heat, heat))));

    ValueReference seventh = new ValueReference(Identifier.parse("88.118.8/HEAT-7"), 3);
    assertThat(filled).isEqualTo(binary.withReferences(List.of(seventh, seventh)));
  }

  @Test
  void another_time_to_live_takes_the_place_of_either_form_and_changes_nothing_else() {
    ValueTemplate plain = ValueTemplate.text(1, "T", "{n}");
    TimeToLive hour = new TimeToLive.Relative(Duration.ofHours(1));
    TimeToLive until = new TimeToLive.Until(Instant.parse("2027-01-01T00:00:00Z"));

    for (TimeToLive last : List.of(hour, until, TimeToLive.DEFAULT)) {
      ValueTemplate changed = plain.withTimeToLive(hour).withTimeToLive(until).withTimeToLive(last);
      assertThat(seventh(changed)).isEqualTo(RecordValue.text(1, "T", "7").withTimeToLive(last));
    }
  }

  @Test
  void a_short_template_that_would_become_very_long_is_refused_without_being_filled_in() {
    String longest = "p".repeat(1_000) + "{seq:9}";
    ValueTemplate large = ValueTemplate.text(1, "T", "{identifier}".repeat(MOST / 12));
    for (int round = 0; round < 3; round++) { // the first loads classes
      long before = allocated();
      assertThatThrownBy(() -> in(longest, large))
          .isInstanceOf(InvalidRecordException.class)
          .hasMessageContaining("with every placeholder filled in");
      long most = round == 2 ? 12L << 20 : Long.MAX_VALUE; // filled in: 22 MB of text, and more
      assertThat(allocated() - before).isLessThan(most);
    }
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  void numbers_take_no_more_room_than_they_have_digits_however_long_the_identifier() {
    String longest = "p".repeat(1_000) + "{seq:9}";
    String text = "{identifier}".repeat(250) + "{n}".repeat(2_000);

    RecordValue filled = in(longest, ValueTemplate.text(1, "T", text)).record(7).values().get(0);

    assertThat(filled.text()).hasSize(250 * 1_018 + 2_000);
  }

  @Test
  void values_may_fill_a_record_and_are_not_a_byte_larger_together() {
    ValueTemplate first = ValueTemplate.text(1, "T", "{n}{identifier}".repeat(1000));
    String text = "x".repeat(200_000);
    int room = MOST - size(seventh(first)) - size(RecordValue.text(2, "T", text));
    ValueTemplate second = ValueTemplate.text(2, "T", text + "x".repeat(room));
    ValueTemplate larger = ValueTemplate.text(2, "T", text + "x".repeat(room + 1));

    assertThat(in("P-{seq:3}", first, second).record(7).values()).hasSize(2);
    assertThatThrownBy(() -> in("P-{seq:3}", first, larger))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("with every placeholder filled in");
  }

  private static int size(RecordValue value) {
    return RecordValues.toProto(value).getSerializedSize();
  }

  @Test
  void equal_templates_are_equal_and_shown_without_their_data() {
    ValueTemplate template = ValueTemplate.text(7, "T", "{n}");

    assertThat(template)
        .isEqualTo(ValueTemplate.text(7, "T", "{n}"))
        .hasSameHashCodeAs(ValueTemplate.text(7, "T", "{n}"))
        .isNotEqualTo(ValueTemplate.text(7, "T", "{n}."))
        .doesNotHaveSameHashCodeAs(ValueTemplate.text(7, "T", "{n}."))
        .isNotEqualTo(ValueTemplate.text(8, "T", "{n}"))
        .hasToString("7 T");
    assertThat(ValueTemplate.fromProto(template.toProto())).isEqualTo(template);
  }

  @Test
  void a_template_with_a_field_that_is_not_known_is_refused_before_it_is_filled_in() {
    var unknown =
        UnknownFieldSet.newBuilder()
            .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    var proto =
        ValueTemplate.text(7, "T", "{n}").toProto().toBuilder().setUnknownFields(unknown).build();

    assertThatThrownBy(() -> ValueTemplate.fromProto(proto))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageContaining("field number 99");
  }
}
