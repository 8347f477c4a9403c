package dev.nameplate.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InvalidInputExceptionTest {
  @Test
  void the_message_names_field_value_and_what_was_expected() {
    InvalidInputException e = of("values[2].index", "0", "1 to 4294967295");

    assertThat(e).hasMessage("values[2].index: \"0\" (expected: 1 to 4294967295)");
    assertThat(e.field()).isEqualTo("values[2].index");
    assertThat(e.reason()).isEqualTo(ErrorReason.INVALID_ARGUMENT);
    assertThat(e).hasNoCause();
  }

  @Test
  void an_empty_value_is_shown_as_such() {
    assertThat(of("prefix", "", "a label")).hasMessage("prefix: \"\" (expected: a label)");
  }

  @Test
  void text_of_any_language_is_shown_as_it_is() {
    assertThat(of("type", "关联箱码 é 😀", "x")).hasMessage("type: \"关联箱码 é 😀\" (expected: x)");
  }

  @Test
  void a_long_value_is_shortened_and_says_so() {
    assertThat(of("x", "a".repeat(120), "y"))
        .hasMessage("x: \"" + "a".repeat(120) + "\" (expected: y)");
    assertThat(of("x", "a".repeat(121), "y"))
        .hasMessage("x: \"" + "a".repeat(120) + "…\" (expected: y)");
    assertThat(of("x", "a".repeat(9_000_000), "y"))
        .hasMessage("x: \"" + "a".repeat(120) + "…\" (expected: y)");
  }

  @Test
  void a_long_value_is_not_cut_inside_a_character() {
    assertThat(of("x", "a".repeat(119) + "😀b", "y"))
        .hasMessage("x: \"" + "a".repeat(119) + "…\" (expected: y)");
    assertThat(of("x", "a".repeat(118) + "😀b", "y"))
        .hasMessage("x: \"" + "a".repeat(118) + "😀…\" (expected: y)");
  }

  @Test
  void what_breaks_or_hides_text_is_shown_as_an_escape() {
    assertThat(of("x", "a\0b\tc\r\nd\u001b[31m\u007f\u0085", "y"))
        .hasMessage(
            "x: \"a\\u0000b\\u0009c\\u000d\\u000ad\\u001b[31m\\u007f\\u0085\" (expected: y)");
    assertThat(of("x", "\u2028\u2029\u202e\u200b\ufeff", "y"))
        .hasMessage("x: \"\\u2028\\u2029\\u202e\\u200b\\ufeff\" (expected: y)");
    assertThat(of("x", "a\ud83d", "y")).hasMessage("x: \"a\\ud83d\" (expected: y)");
    assertThat(of("x", Character.toString(0xE0001), "y"))
        .hasMessage("x: \"\\udb40\\udc01\" (expected: y)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\u2028b", "a\u0085b", "a\u000bb", "a\fb"})
  void the_message_is_one_line_whatever_goes_into_it(String text) {
    assertThat(of(text, text, text)).message().hasLineCount(1).doesNotContain(text);
  }

  private static InvalidInputException of(String field, String value, String expected) {
    return new InvalidInputException(ErrorReason.INVALID_ARGUMENT, field, value, expected);
  }
}
