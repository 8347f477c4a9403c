package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueDataTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "true",
        "-0.5e+10",
        "\"钢卷\"",
        "\"\\ud83d\"",
        "  {\"a\": [1, {\"b\": null}], \"b\": \"\\n\"}\n",
        "{\"a\":{\"a\":1}}",
        "{\"a\":1,\"A\":2}",
      })
  void json_is_kept_as_given(String text) {
    assertThat(new ValueData.Json(text).text()).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          empty                   | ''                    | one JSON value)
          only white space        | ' '                   | one JSON value)
          two values              | 1 2                   | one JSON value and nothing after it)
          two objects             | {}{}                  | one JSON value and nothing after it)
          text behind             | {} x                  | valid JSON
          comma behind            | {},                   | valid JSON
          bare word               | pump                  | valid JSON
          single quotes           | {'a':1}               | valid JSON
          unquoted name           | {a:1}                 | valid JSON
          comment                 | {} // x               | valid JSON
          trailing comma          | [1,]                  | valid JSON
          trailing comma in an object | {"a":1,}          | valid JSON
          not closed              | {"a":[1}              | valid JSON
          cut off                 | {"a":                 | valid JSON
          string not closed       | "a                    | valid JSON
          bad escape              | "\\x"                 | valid JSON
          short escape            | "\\u12"               | valid JSON
          tab in a string         | "a\tb"                | valid JSON
          leading zero            | 01                    | valid JSON
          leading plus            | +1                    | valid JSON
          no digit behind the dot | 1.                    | valid JSON
          not a number            | NaN                   | valid JSON
          infinite                | -Infinity             | valid JSON
          name twice              | {"a":1,"a":2}         | valid JSON; Duplicate field 'a'
          name twice, once escaped | {"a":1,"\\u0061":2}  | valid JSON; Duplicate field 'a'
          name twice, deeper      | [{"b":{"a":1,"a":1}}] | valid JSON; Duplicate field 'a'
          """)
  void what_is_not_one_json_value_with_unique_names_is_refused(
      String why, String text, String expected) {
    assertThatThrownBy(() -> new ValueData.Json(text))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageStartingWith("data: \"")
        .hasMessageContaining("(expected: " + expected);
  }

  @Test
  void json_has_no_byte_order_mark() {
    assertThatThrownBy(() -> new ValueData.Json("\ufeff{}"))
        .isInstanceOf(InvalidRecordException.class);
  }

  @Test
  void json_nests_1000_deep_at_most() {
    assertThat(new ValueData.Json(nested(1000)).text()).hasSize(2000);
    String bounds =
        "(expected: JSON nested at most 1,000 deep, names and numbers of at most 1,000 characters)";
    assertThatThrownBy(() -> new ValueData.Json(nested(1001))).hasMessageContaining(bounds);
    assertThatThrownBy(() -> new ValueData.Json("[".repeat(1_000_000)))
        .hasMessageContaining(bounds);
  }

  @Test
  void json_has_names_and_numbers_of_1000_characters_at_most() {
    String bounds =
        "(expected: JSON nested at most 1,000 deep, names and numbers of at most 1,000 characters)";
    assertThat(new ValueData.Json("{\"" + "a".repeat(1000) + "\":" + "1".repeat(1000) + "}").text())
        .hasSize(2005);
    assertThatThrownBy(() -> new ValueData.Json("{\"" + "a".repeat(1001) + "\":1}"))
        .hasMessageContaining(bounds);
    assertThatThrownBy(() -> new ValueData.Json("[" + "1".repeat(1001) + "]"))
        .hasMessageContaining(bounds);
  }

  @Test
  void a_json_error_says_where_in_one_line() {
    assertThatThrownBy(() -> new ValueData.Json("{\n\"a\":\n}"))
        .message()
        .startsWith("data: \"{\\u000a\"a\":\\u000a}\" (expected: valid JSON; ")
        .endsWith(", at offset 7)")
        .hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "160.21",
        "-1",
        "1e9",
        "1E+9",
        "1.50e-0009",
        "123456789012345678901234567890.5"
      })
  void a_number_is_exact_and_kept_as_given(String text) {
    assertThat(new ValueData.Number(text).text()).isEqualTo(text);
    assertThat(new ValueData.Number(text).decimal()).isEqualTo(new BigDecimal(text));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "", " ", "1 ", "+1", "01", "-", ".5", "1.", "1e", "1e12345", "0x1", "1,5", "NaN", "１", "٣",
        "1\n", "1_0"
      })
  void what_is_not_a_number_is_refused(String text) {
    assertThatThrownBy(() -> new ValueData.Number(text))
        .isInstanceOf(InvalidRecordException.class)
        .hasMessageEndingWith(
            "(expected: a decimal number of at most 128 characters, for example 160.21)");
  }

  @Test
  void a_number_has_128_characters_at_most() {
    assertThat(new ValueData.Number("9".repeat(128)).decimal())
        .isEqualTo(new BigDecimal("9".repeat(128)));
    assertThatThrownBy(() -> new ValueData.Number("9".repeat(129)))
        .isInstanceOf(InvalidRecordException.class);
  }

  @Test
  void text_is_anything_that_utf_8_carries() {
    assertThat(new ValueData.Text("").text()).isEmpty();
    assertThat(new ValueData.Text("a\0\n钢😀").text()).isEqualTo("a\0\n钢😀");
    Refused.with(
        "data: \"a\\ud83d\" (expected: valid Unicode; there is a lone surrogate at offset 1)",
        () -> ValueData.text("a\ud83d"));
    Refused.with(
        "data: \"\\ude00a\" (expected: valid Unicode; there is a lone surrogate at offset 0)",
        () -> ValueData.text("\ude00a"));
    assertThatThrownBy(() -> new ValueData.Json("\"\ud83d\""))
        .hasMessageContaining("lone surrogate at offset 1");
  }

  @Test
  void a_reference_names_an_identifier_or_one_value_of_it() {
    Identifier identifier = Identifier.parse("88.111.1/0.0");

    assertThat(new ValueReference(identifier, 300)).hasToString("300:88.111.1/0.0");
    assertThat(ValueReference.to(identifier)).hasToString("88.111.1/0.0");
    assertThat(ValueData.reference(identifier))
        .isEqualTo(new ValueData.Reference(ValueReference.to(identifier)));
    assertThat(new ValueReference(identifier, 4_294_967_295L).index()).isEqualTo(4_294_967_295L);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 4_294_967_296L})
  void a_reference_to_an_impossible_index_is_refused(long index) {
    Refused.with(
        "reference.index: \""
            + index
            + "\" (expected: 0 to 4294967295, 0 for the whole identifier)",
        () -> new ValueReference(Identifier.parse("88.111.1/0.0"), index));
  }

  @Test
  void bytes_are_kept_as_they_are() {
    Bytes bytes = Bytes.fromHex("00ff");

    assertThat(ValueData.binary(bytes)).isEqualTo(new ValueData.Binary(bytes));
  }

  private static String nested(int depth) {
    return "[".repeat(depth) + "]".repeat(depth);
  }
}
