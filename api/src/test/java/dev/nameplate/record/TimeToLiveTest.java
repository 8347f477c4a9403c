package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeToLiveTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT1S", "PT24H", "PT8760H"})
  void a_duration_is_0_to_365_days_and_does_not_shrink_before_it_is_received(String text) {
    Duration duration = Duration.parse(text);

    assertThat(new TimeToLive.Relative(duration).remainingAt(NOON)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PT-1S",
        "PT-0.5S",
        "PT0.5S",
        "PT8760H1S",
        "PT8760H0.000000001S",
        "PT2562047788015215H"
      })
  void any_other_duration_is_refused(String text) {
    Refused.with(
        "ttl: \"" + Duration.parse(text) + "\" (expected: whole seconds, 0 to 31536000)",
        () -> new TimeToLive.Relative(Duration.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01T00:00:01Z", "2026-03-01T12:00:00Z", "9999-12-31T23:59:59Z"})
  void a_moment_is_after_1970_began_and_before_the_year_10000(String text) {
    assertThat(new TimeToLive.Until(Instant.parse(text)).moment()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1970-01-01T00:00:00Z", "2026-03-01T12:00:00.500Z", "+10000-01-01T00:00:00Z"})
  void any_other_moment_is_refused(String text) {
    Refused.with(
        "ttl: \"" + text + "\" (expected: whole seconds, 1970-01-01T00:00:01Z to the year 9999)",
        () -> new TimeToLive.Until(Instant.parse(text)));
  }

  @Test
  void what_is_left_until_a_moment_shrinks_to_nothing_and_stays_there() {
    TimeToLive noon = new TimeToLive.Until(NOON);

    assertThat(noon.remainingAt(NOON.minusMillis(1500))).isEqualTo(Duration.ofMillis(1500));
    assertThat(noon.remainingAt(NOON)).isZero();
    assertThat(noon.remainingAt(NOON.plusSeconds(1))).isZero();
    assertThat(noon.remainingAt(Instant.MAX)).isZero();
  }
}
