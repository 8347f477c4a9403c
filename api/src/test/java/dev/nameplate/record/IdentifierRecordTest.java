package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentifierRecordTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-2026-000451");
  private static final Bytes HASH = Bytes.wrap(new byte[32]);

  @Test
  void values_and_withheld_indexes_stand_in_ascending_order() {
    IdentifierRecord coil =
        new IdentifierRecord(
            COIL,
            1,
            Bytes.EMPTY,
            false,
            List.of(value(9), value(4_294_967_295L), value(2)),
            List.of(7L, 1L));

    assertThat(coil.values())
        .extracting(RecordValue::index)
        .containsExactly(2L, 9L, 4_294_967_295L);
    assertThat(coil.withheld()).containsExactly(1L, 7L);
  }

  @Test
  void a_record_does_not_change_with_the_lists_it_came_in() {
    List<RecordValue> values = new ArrayList<>(List.of(value(1)));
    IdentifierRecord coil = IdentifierRecord.first(COIL, values);

    values.clear();

    assertThat(coil.values()).hasSize(1);
    assertThatThrownBy(() -> coil.values().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> coil.withheld().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void an_index_stands_once_among_values_and_withheld_indexes() {
    String once = "values.index: \"3\" (expected: each index once in a record)";
    Refused.with(once, () -> IdentifierRecord.first(COIL, List.of(value(3), value(1), value(3))));
    Refused.with(
        once,
        () -> new IdentifierRecord(COIL, 1, Bytes.EMPTY, false, List.of(value(3)), List.of(3L)));
    Refused.with(
        once,
        () -> new IdentifierRecord(COIL, 1, Bytes.EMPTY, false, List.of(), List.of(3L, 1L, 3L)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 4_294_967_296L})
  void a_withheld_index_is_one_that_a_value_can_have(long index) {
    Refused.with(
        "index: \"" + index + "\" (expected: 1 to 4294967295)",
        () -> new IdentifierRecord(COIL, 1, Bytes.EMPTY, false, List.of(), List.of(index)));
  }

  @Test
  void a_record_has_2048_values_at_most_seen_or_not() {
    List<RecordValue> most =
        LongStream.rangeClosed(1, 2048).mapToObj(IdentifierRecordTest::value).toList();

    assertThat(IdentifierRecord.first(COIL, most).values()).hasSize(2048);
    Refused.with(
        "values: \"2049 values\" (expected: at most 2048)",
        () -> new IdentifierRecord(COIL, 1, Bytes.EMPTY, false, most, List.of(2049L)));
  }

  @Test
  void a_record_may_be_empty() {
    assertThat(IdentifierRecord.first(COIL, List.of()).values()).isEmpty();
  }

  @Test
  void versions_count_from_one() {
    Refused.with(
        "version: \"0\" (expected: 1 or more)",
        () -> new IdentifierRecord(COIL, 0, Bytes.EMPTY, false, List.of(), List.of()));
    assertThat(
            new IdentifierRecord(COIL, Long.MAX_VALUE, HASH, false, List.of(), List.of()).version())
        .isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest(name = "version {0}, {1} bytes")
  @CsvSource({"1, 32", "1, 1", "2, 0", "2, 31", "2, 33"})
  void only_a_later_version_names_the_one_before_in_32_bytes(long version, int size) {
    Bytes previous = Bytes.wrap(new byte[size]);
    Refused.with(
        "previous: \"" + previous + "\" (expected: 32 bytes, or no hash in version 1)",
        () -> new IdentifierRecord(COIL, version, previous, false, List.of(), List.of()));
  }

  @Test
  void a_retired_version_is_a_later_one_without_values() {
    String message = "retired: \"true\" (expected: version 2 or later, without values)";

    assertThat(new IdentifierRecord(COIL, 2, HASH, true, List.of(), List.of()).retired()).isTrue();
    Refused.with(
        message, () -> new IdentifierRecord(COIL, 1, Bytes.EMPTY, true, List.of(), List.of()));
    Refused.with(
        message, () -> new IdentifierRecord(COIL, 2, HASH, true, List.of(value(1)), List.of()));
    Refused.with(message, () -> new IdentifierRecord(COIL, 2, HASH, true, List.of(), List.of(1L)));
  }

  @Test
  void a_value_is_found_by_its_index() {
    IdentifierRecord coil = IdentifierRecord.first(COIL, List.of(value(5), value(2)));

    assertThat(coil.value(5)).contains(value(5));
    assertThat(coil.value(3)).isEmpty();
  }

  @Test
  void values_are_selected_by_index_or_type_in_order_and_all_of_them_when_nothing_is_named() {
    RecordValue url = RecordValue.text(3, "URL", "u");
    RecordValue desc = RecordValue.text(1, "DESC", "d");
    RecordValue site = RecordValue.text(2, "HS_SITE.6", "s");
    IdentifierRecord coil = IdentifierRecord.first(COIL, List.of(url, desc, site));

    assertThat(coil.select(List.of(), List.of())).containsExactly(desc, site, url);
    assertThat(coil.select(List.of(3L), List.of())).containsExactly(url);
    assertThat(coil.select(List.of(), List.of("url"))).containsExactly(url);
    assertThat(coil.select(List.of(3L), List.of("DESC", "URL"))).containsExactly(desc, url);
    assertThat(coil.select(List.of(), List.of("HS_SITE."))).containsExactly(site);
    assertThat(coil.select(List.of(9L), List.of("EMAIL"))).isEmpty();
  }

  private static RecordValue value(long index) {
    return RecordValue.text(index, "DESC", "value " + index);
  }
}
