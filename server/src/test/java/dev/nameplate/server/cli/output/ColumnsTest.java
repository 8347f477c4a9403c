package dev.nameplate.server.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ColumnsTest {
  @Test
  void chinese_and_latin_cells_are_aligned() {
    assertThat(new Columns("  ").add("1", "URL", "x").add("10", "来自炉次", "y").lines())
        .containsExactly("  1   URL       x", "  10  来自炉次  y");
  }

  @ParameterizedTest
  @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, abcd…", "钢卷钢卷, 5, 钢卷…", "钢卷钢卷, 8, 钢卷钢卷"})
  void long_text_is_cut_to_the_columns_there_are(String text, int most, String shown) {
    assertThat(Columns.shortened(text, most)).isEqualTo(shown);
  }
}
