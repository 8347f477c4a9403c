package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SpreadsheetTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+A1",
        "-A1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\uFF1D1+1",
        "\uFF0BA1",
        "\uFF0DA1",
        "\uFF20A1",
        "-1e5+A1",
        "'=1"
      })
  void a_cell_that_begins_as_a_formula_does_becomes_text(String cell) {
    assertThat(SpreadsheetText.written(cell)).isEqualTo("'" + cell);
    assertThat(SpreadsheetText.written("x\n" + cell)).isEqualTo("x\n'" + cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "+12.50", "-0.75", "21.40", "a=b", "'tis", "2026-07-01", ""})
  void numbers_and_other_texts_stay_as_they_are(String cell) {
    assertThat(SpreadsheetText.written(cell)).isEqualTo(cell);
    assertThat(SpreadsheetText.read(cell)).isEqualTo(cell);
  }

  @Test
  void what_was_written_is_read_back_whatever_it_was() {
    String characters = "'=+-@\t\r\n\uFF1D1a.";
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder cell = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        cell.append(characters.charAt(random.nextInt(characters.length())));
      }
      String text = cell.toString();
      assertThat(SpreadsheetText.read(SpreadsheetText.written(text)))
          .describedAs("seed %d", seed)
          .isEqualTo(text);
    }
  }
}
