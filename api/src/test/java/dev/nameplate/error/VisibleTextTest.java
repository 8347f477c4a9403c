package dev.nameplate.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleTextTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "text of any script | Coil 钢卷 𝄞 | Coil 钢卷 𝄞",
        "escape sequence    | a\u001b[2Jb | a\\u001b[2Jb",
        "carriage return    | 'b\rc'      | b\\u000dc",
        "right-to-left      | c\u202Ed    | c\\u202ed",
        "line separator     | c\u2028d    | c\\u2028d",
        "lone surrogate     | c\ud800d    | c\\ud800d",
        "tag beyond the BMP | c\udb40\udc41d | c\\udb40\\udc41d",
      })
  void nothing_in_it_can_steer_a_terminal(String what, String text, String shown) {
    assertThat(VisibleText.of(text)).isEqualTo(shown);
  }
}
