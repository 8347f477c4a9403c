package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordLimitsTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL");
  private static final RecordValue VALUE = RecordValue.text(1, "DESC", "");

  @ParameterizedTest(name = "{0}, {1}, {2}")
  @CsvSource({
    "0,    2048, 262144, limits.identifierBytes, 0,      1 to 2048",
    "2049, 2048, 262144, limits.identifierBytes, 2049,   1 to 2048",
    "255,  -1,   262144, limits.values,          -1,     0 to 2048",
    "255,  2049, 262144, limits.values,          2049,   0 to 2048",
    "255,  2048, 255,    limits.recordBytes,     255,    256 to 262144",
    "255,  2048, 262145, limits.recordBytes,     262145, 256 to 262144",
  })
  void limits_are_only_ever_lowered(
      int identifierBytes, int values, int recordBytes, String field, String value, String range) {
    assertThatThrownBy(() -> new RecordLimits(identifierBytes, values, recordBytes))
        .asInstanceOf(InstanceOfAssertFactories.type(InvalidInputException.class))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(ErrorReason.INVALID_ARGUMENT))
        .satisfies(
            e -> assertThat(e).hasMessage(field + ": \"" + value + "\" (expected: " + range + ")"));
  }

  @Test
  void the_lowest_and_the_highest_limits_can_be_set() {
    assertThat(new RecordLimits(2048, 2048, 262_144)).isEqualTo(RecordLimits.HIGHEST);
    assertThat(new RecordLimits(1, 0, 256).values()).isZero();
    assertThat(RecordLimits.DEFAULT).isEqualTo(new RecordLimits(255, 2048, 262_144));
  }

  @Test
  void an_identifier_is_measured_in_bytes() {
    Identifier longest = Identifier.parse("88.118.8/" + "钢".repeat(82));
    Identifier longer = Identifier.parse(longest + "x");

    assertThatCode(() -> RecordLimits.DEFAULT.check(longest)).doesNotThrowAnyException();
    assertThatCode(() -> RecordLimits.HIGHEST.check(longer)).doesNotThrowAnyException();
    Refused.with(
        "identifier: \"" + longer + "\" (expected: at most 255 bytes of UTF-8, not 256)",
        () -> RecordLimits.DEFAULT.check(longer));
  }

  @Test
  void values_are_counted() {
    assertThatCode(() -> RecordLimits.HIGHEST.check(Collections.nCopies(2048, VALUE)))
        .doesNotThrowAnyException();
    Refused.with(
        "values: \"2049 values\" (expected: at most 2048)",
        () -> RecordLimits.HIGHEST.check(Collections.nCopies(2049, VALUE)));
    Refused.with(
        "values: \"2 values\" (expected: at most 1)",
        () -> new RecordLimits(255, 1, 256).check(List.of(VALUE, VALUE)));
  }

  @Test
  void an_encoded_record_is_measured_in_bytes() {
    assertThatCode(() -> RecordLimits.HIGHEST.checkBody(COIL, 262_144)).doesNotThrowAnyException();
    Refused.with(
        "record: \"88.118.8/COIL\" (expected: at most 262144 bytes encoded, not 262145)",
        () -> RecordLimits.HIGHEST.checkBody(COIL, 262_145));
    Refused.with(
        "record: \"88.118.8/COIL\" (expected: at most 256 bytes encoded, not 257)",
        () -> new RecordLimits(255, 1, 256).checkBody(COIL, 257));
  }
}
