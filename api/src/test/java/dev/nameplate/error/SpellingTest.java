package dev.nameplate.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SpellingTest {
  private static final List<String> KNOWN =
      List.of("suffix", "prefix", "firstIndex", "grpc-port", "values", "lot_number");

  @ParameterizedTest
  @CsvSource({
    "sufix, suffix",
    "sufxi, suffix",
    "SUFFIX, suffix",
    "first_index, firstIndex",
    "grpcport, grpc-port",
    "value, values",
    "lot_numbr, lot_number"
  })
  void a_slip_leads_to_the_name_that_was_meant(String written, String meant) {
    assertThat(Spelling.nearest(written, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"x", "weight", "something-else-entirely"})
  void another_word_leads_to_none(String written) {
    assertThat(Spelling.nearest(written, KNOWN)).isEmpty();
  }

  @Test
  void an_unknown_name_is_told_with_the_nearest_or_with_all() {
    assertThat(Spelling.unknown("field", "tables[0].sufix", "sufix", KNOWN))
        .isEqualTo("unknown field `tables[0].sufix`; did you mean `suffix`?");
    assertThat(Spelling.unknown("field", "x", "x", List.of("b", "a")))
        .isEqualTo("unknown field `x` (expected: one of a, b)");
  }
}
