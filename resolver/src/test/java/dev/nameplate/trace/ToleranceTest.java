package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.trace.balance.Tolerance;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToleranceTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "five", "-1", "1e2000000000", "1e-2000000000", "1e32", "1e-33"})
  void what_is_no_number_or_would_be_a_long_one_is_refused(String text) {
    assertThatThrownBy(() -> Tolerance.percent(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("tolerance_percent: ");
    assertThatThrownBy(() -> Tolerance.amount(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("tolerance_amount: ");
  }

  /** As a number, it would take minutes to be read. */
  @Test
  void a_number_of_a_million_digits_is_refused_unread() {
    assertThatThrownBy(() -> Tolerance.amount("1".repeat(1_000_000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("at most 64 characters");
  }

  @Test
  void the_larger_of_the_two_counts() {
    Tolerance tolerance = new Tolerance(new BigDecimal("5"), new BigDecimal("0.3"));

    assertThat(tolerance.isExceededBy(new BigDecimal("-0.3"), BigDecimal.ONE)).isFalse();
    assertThat(tolerance.isExceededBy(new BigDecimal("-0.5"), BigDecimal.TEN)).isFalse();
    assertThat(tolerance.isExceededBy(new BigDecimal("0.501"), BigDecimal.TEN)).isTrue();
  }
}
