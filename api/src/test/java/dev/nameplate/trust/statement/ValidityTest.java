package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ValidityTest {
  private static final Instant FROM = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final Validity SECOND = new Validity(FROM, FROM.plusSeconds(1));

  @Test
  void a_span_holds_its_first_moment_and_not_its_end() {
    assertThat(SECOND.contains(FROM)).isTrue();
    assertThat(SECOND.contains(FROM.plusMillis(999))).isTrue();
    assertThat(SECOND.contains(FROM.minusMillis(1))).isFalse();
    assertThat(SECOND.contains(SECOND.until())).isFalse();
  }

  @Test
  void a_span_is_shown_with_its_end_if_it_has_one() {
    Validity open = Validity.from(FROM.plusNanos(1));

    assertThat(SECOND.ends()).isTrue();
    assertThat(SECOND).hasToString("from 2026-01-02T03:04:05.678Z until 2026-01-02T03:04:06.678Z");
    assertThat(open.ends()).isFalse();
    assertThat(open).hasToString("from 2026-01-02T03:04:05.678Z on");
    assertThat(open.endingAt(SECOND.until())).isEqualTo(SECOND);
  }

  @Test
  void a_span_has_whole_milliseconds_and_ends_after_it_begins() {
    assertThat(Validity.ALWAYS.until()).isEqualTo("9999-12-31T23:59:59.999Z");
    assertRefused("valid_from", Instant.EPOCH.minusMillis(1), FROM);
    assertRefused("valid_from", FROM.plusNanos(1), FROM.plusSeconds(1));
    assertRefused("valid_until", FROM, Validity.ALWAYS.until().plusMillis(1));
    assertRefused("valid_until", FROM, FROM);
  }

  private static void assertRefused(String field, Instant from, Instant until) {
    assertThatThrownBy(() -> new Validity(from, until))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(field + ": ");
  }
}
