package dev.nameplate.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a flood of questions takes, and what it does to those that others ask. */
class UpstreamCacheMemoryTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final SignedAnswers MILL = new SignedAnswers("88.118.8/log-0badcafe");
  private static final Resolution.Found RECORD = MILL.found(coil(0), 1, HOUR);
  private static final Resolution.Absent ABSENCE = MILL.retired(coil(0), 2, HOUR);
  private static final long MEBIBYTE = 1 << 20;

  @Test
  void a_hundred_thousand_cold_answers_stay_within_the_weight() {
    for (Resolution answer : new Resolution[] {RECORD, ABSENCE}) {
      UpstreamCache cache = cache(8 * MEBIBYTE, 8 * MEBIBYTE, answer, answer);
      for (int i = 0; i < 100_000; i++) {
        cache.resolve(coil(i));
        if (i % 1000 == 0) {
          assertThat(cache.statistics().bytes()).isLessThanOrEqualTo(8 * MEBIBYTE);
        }
      }
      assertThat(cache.statistics().bytes()).isBetween(7 * MEBIBYTE, 8 * MEBIBYTE);
      assertThat(cache.statistics().entries()).isBetween(1_000L, 20_000L);
      assertThat(cache.inFlight()).isZero();
    }
  }

  @Test
  void a_million_random_absent_names_leave_the_hot_ones_in_memory() {
    UpstreamCache cache = cache(2 * MEBIBYTE, MEBIBYTE, RECORD, ABSENCE);
    Random random = new Random(1);
    hitRatio(cache, random, 0); // warms it up
    double before = hitRatio(cache, random, 0);
    double during = hitRatio(cache, random, 1_000_000);
    assertThat(before).isGreaterThan(0.99);
    assertThat(during).isGreaterThan(0.95 * before);
  }

  /** How many of the questions about 1,000 hot records and 50 hot absences are hits. */
  private static double hitRatio(UpstreamCache cache, Random random, int absentNames) {
    int asked = 0;
    int hits = 0;
    for (int i = 0; i < Math.max(absentNames, 100_000); i++) {
      if (absentNames > 0) {
        cache.resolve(Identifier.parse("88.118.8/none-" + Long.toHexString(random.nextLong())));
      }
      if (i % 10 == 0) {
        int number = random.nextInt(1050);
        Identifier hot = number < 1000 ? coil(number) : absent(number);
        asked++;
        hits += cache.resolve(hot).source() == Source.CACHE ? 1 : 0;
      }
    }
    return (double) hits / asked;
  }

  private static UpstreamCache cache(
      long records, long absences, Resolution record, Resolution absence) {
    return new UpstreamCache(
        (question, budget) ->
            question.identifier().suffix().toString().startsWith("none-") ? absence : record,
        UpstreamCacheBounds.DEFAULT.withBytes(records, absences),
        Runnable::run,
        () -> 0);
  }

  private static Identifier coil(int number) {
    return Identifier.parse("88.118.8/COIL-2026-" + number);
  }

  private static Identifier absent(int number) {
    return Identifier.parse("88.118.8/none-" + number);
  }
}
