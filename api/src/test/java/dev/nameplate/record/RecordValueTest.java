package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RecordValueTest {
  private static final RecordValue VALUE =
      RecordValue.text(1, "URL", "https://mill.example/coils/451");
  private static final ValueReference REFERENCE =
      ValueReference.to(Identifier.parse("88.118.8/HEAT-7"));

  @Test
  void a_plain_value_may_be_reused_for_a_day_and_read_by_everyone() {
    assertThat(VALUE.timeToLive()).isEqualTo(new TimeToLive.Relative(Duration.ofDays(1)));
    assertThat(VALUE.permissions().bits()).isEqualTo(14);
    assertThat(VALUE.timestamp()).isEmpty();
    assertThat(VALUE.references()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2004, 4_294_967_295L})
  void an_index_is_any_32_bit_number_but_zero(long index) {
    assertThat(RecordValue.text(index, "URL", "").index()).isEqualTo(index);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 4_294_967_296L, Long.MIN_VALUE, Long.MAX_VALUE})
  void any_other_index_is_refused(long index) {
    Refused.with(
        "index: \"" + index + "\" (expected: 1 to 4294967295)",
        () -> RecordValue.text(index, "URL", ""));
  }

  @Test
  void a_type_has_1_to_128_characters() {
    String longest = "钢".repeat(127) + "😀";

    assertThat(RecordValue.text(1, longest, "").type()).isEqualTo(longest);
    assertThat(RecordValue.text(1, "关联箱码", "").type()).isEqualTo("关联箱码");
    Refused.with(
        "type: \"\" (expected: 1 to 128 characters, no control characters)",
        () -> RecordValue.text(1, "", ""));
    Refused.with(
        "type: \"" + "钢".repeat(120) + "…\" (expected: 1 to 128 characters, no control characters)",
        () -> RecordValue.text(1, longest + "x", ""));
  }

  @Test
  void a_type_has_no_control_characters_and_no_lone_surrogates() {
    Refused.with(
        "type: \"U\\u000aRL\" (expected: 1 to 128 characters, no control characters)",
        () -> RecordValue.text(1, "U\nRL", ""));
    Refused.with(
        "type: \"U\\u009f\" (expected: 1 to 128 characters, no control characters)",
        () -> RecordValue.text(1, "U\u009f", ""));
    Refused.with(
        "type: \"U\\ud83d\" (expected: valid Unicode; there is a lone surrogate at offset 1)",
        () -> RecordValue.text(1, "U\ud83d", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-02-28T23:59:59Z", "9999-12-31T23:59:59Z"})
  void a_timestamp_is_in_whole_seconds_from_1970_to_9999(String text) {
    Instant timestamp = Instant.parse(text);

    assertThat(VALUE.withTimestamp(timestamp).timestamp()).contains(timestamp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1969-12-31T23:59:59Z",
        "2026-01-01T00:00:00.000000001Z",
        "+10000-01-01T00:00:00Z"
      })
  void any_other_timestamp_is_refused(String text) {
    Refused.with(
        "timestamp: \"" + text + "\" (expected: whole seconds, 1970 to the year 9999)",
        () -> VALUE.withTimestamp(Instant.parse(text)));
  }

  @Test
  void a_value_has_32_references_at_most() {
    List<ValueReference> most = Collections.nCopies(32, REFERENCE);

    assertThat(VALUE.withReferences(most).references()).isEqualTo(most);
    Refused.with(
        "references: \"33 references\" (expected: at most 32)",
        () -> VALUE.withReferences(Collections.nCopies(33, REFERENCE)));
  }

  @Test
  void references_do_not_change_with_the_list_they_came_in() {
    List<ValueReference> list = new ArrayList<>(List.of(REFERENCE));
    RecordValue value = VALUE.withReferences(list);

    list.clear();

    assertThat(value.references()).containsExactly(REFERENCE);
  }

  @Test
  void each_with_changes_one_thing() {
    RecordValue changed =
        VALUE
            .withTimeToLive(new TimeToLive.Relative(Duration.ZERO))
            .withTimestamp(Instant.EPOCH)
            .withPermissions(Permissions.RESTRICTED)
            .withReferences(List.of(REFERENCE));

    assertThat(changed.index()).isEqualTo(VALUE.index());
    assertThat(changed.type()).isEqualTo(VALUE.type());
    assertThat(changed.data()).isEqualTo(VALUE.data());
    assertThat(changed.timeToLive()).isEqualTo(new TimeToLive.Relative(Duration.ZERO));
    assertThat(changed.timestamp()).contains(Instant.EPOCH);
    assertThat(changed.permissions()).isEqualTo(Permissions.RESTRICTED);
    assertThat(changed.references()).containsExactly(REFERENCE);
  }

  @ParameterizedTest(name = "{1} selects {0}: {2}")
  @CsvSource({
    "URL,       URL,      true",
    "URL,       url,      true",
    "关联箱码,     关联箱码,    true",
    "URL.mill,  URL.,     true",
    "url.mill.a, URL.,    true",
    "URL.mill.a, url.MILL., true",
    "URL,       URL.,     false",
    "URLS.mill, URL.,     false",
    "URL.mill,  URL,      false",
    "URL,       URLS,     false",
    "URLS,      URL,      false",
    "Ä,         ä,        false",
    "\u212A,    k,        false",
    "\u017F.x,  s.,       false",
    "URL,       '',       false",
    "URL,       .,        false",
  })
  void a_type_is_selected_by_itself_or_by_a_family_that_ends_in_a_dot(
      String type, String wanted, boolean selected) {
    assertThat(RecordValue.text(1, type, "").hasType(wanted)).isEqualTo(selected);
  }
}
