package dev.nameplate.trace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.recall.Period;
import dev.nameplate.trace.recall.RecallAnswer;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Accounts find out from events where the pieces of a {@link SplitWorld} are. */
final class SplitWorldTest {
  private static final int WORLDS = 250;

  /** Where the long run begins; another one sees other worlds. */
  private static final long MANY_FROM = Long.getLong("nameplate.model.seed", 1_000_000);

  private static final int MANY = Integer.getInteger("nameplate.model.worlds", 10_000);
  private static final int STEPS = 40;
  private static final Instant EARLY = Instant.parse("2026-04-01T06:00:00Z");

  @ParameterizedTest(name = "worlds from seed {0}")
  @ValueSource(longs = {0, 1_000, 2_000, 3_000})
  void where_everything_is_written_down_accounts_are_exact(long first) {
    assertExact(first, WORLDS);
  }

  @Test
  @Tag("crash")
  void accounts_are_exact_in_many_more_worlds() {
    assertExact(MANY_FROM, MANY);
  }

  private static void assertExact(long first, int worlds) {
    for (long seed = first; seed < first + worlds; seed++) {
      SplitWorld world = new SplitWorld(seed, STEPS, false);
      Map<String, Integer> found = new TreeMap<>();
      for (Affected at : places(world)) {
        assertThat(at.atLeast()).as("seed %d", seed).isEqualTo(at.left());
        at.left().forEach(much -> found.put(place(at), much.amount().intValueExact()));
      }
      assertThat(found).as("seed %d", seed).isEqualTo(world.truth());
    }
  }

  @ParameterizedTest(name = "worlds from seed {0}")
  @ValueSource(longs = {10_000, 11_000, 12_000, 13_000})
  void where_amounts_and_givers_are_left_out_the_truth_is_within_the_bounds(long first) {
    assertWithin(first, WORLDS);
  }

  @Test
  @Tag("crash")
  void the_truth_is_within_the_bounds_in_many_more_worlds() {
    assertWithin(MANY_FROM, MANY);
  }

  private static void assertWithin(long first, int worlds) {
    for (long seed = first; seed < first + worlds; seed++) {
      SplitWorld world = new SplitWorld(seed, STEPS, true);
      Map<String, Affected> found = new HashMap<>();
      places(world).forEach(at -> found.put(place(at), at));
      for (Map.Entry<String, Integer> truth : world.truth().entrySet()) {
        Affected at = found.get(truth.getKey());
        assertThat(at).as("seed %d: %s of %s", seed, truth, found).isNotNull();
        BigDecimal pieces = BigDecimal.valueOf(truth.getValue());
        assertThat(pieces)
            .as("seed %d: %s of %s", seed, truth, found)
            .isBetween(requireNonNull(at).atLeast().get(0).amount(), at.left().get(0).amount());
      }
    }
  }

  @ParameterizedTest(name = "worlds from seed {0}")
  @ValueSource(longs = {20_000, 21_000, 22_000, 23_000})
  void whoever_received_something_in_a_period_is_listed_with_bounds_of_it(long first) {
    assertArrivals(first, WORLDS);
  }

  @Test
  @Tag("crash")
  void arrivals_are_within_the_bounds_in_many_more_worlds() {
    assertArrivals(MANY_FROM, MANY);
  }

  private static void assertArrivals(long first, int worlds) {
    for (long seed = first; seed < first + worlds; seed++) {
      SplitWorld world = new SplitWorld(seed, STEPS, seed % 2 == 0);
      Random random = new Random(seed);
      Instant from = EARLY.plus(Duration.ofMinutes(random.nextInt(STEPS)));
      Instant until = from.plus(Duration.ofMinutes(1 + random.nextInt(2 * STEPS)));
      assertArrivals(world, new Period(from, until), seed);
      assertArrivals(world, new Period(EARLY, EARLY.plus(Duration.ofDays(365))), seed);
    }
  }

  private static void assertArrivals(SplitWorld world, Period period, long seed) {
    Map<String, Integer> truth = new TreeMap<>();
    for (SplitWorld.Arrival arrival : world.arrivals()) {
      if (!arrival.time().isBefore(period.from()) && arrival.time().isBefore(period.until())) {
        truth.merge(arrival.to(), arrival.pieces(), Integer::sum);
      }
    }
    Map<String, List<Affected>> found =
        places(world, Optional.of(period)).stream()
            .collect(Collectors.groupingBy(Affected::holder));
    String told =
        "seed %d, %s: %s of %s in %s".formatted(seed, period, truth, found, world.events());
    assertThat(found.keySet()).as(told).containsAll(truth.keySet());
    found.forEach(
        (holder, rows) -> {
          BigDecimal pieces = BigDecimal.valueOf(truth.getOrDefault(holder, 0));
          assertThat(sum(rows, Affected::atLeast)).as(told).isLessThanOrEqualTo(pieces);
          if (rows.stream().noneMatch(row -> row.left().isEmpty())) {
            assertThat(sum(rows, Affected::left)).as(told).isGreaterThanOrEqualTo(pieces);
          }
        });
  }

  private static BigDecimal sum(List<Affected> rows, Function<Affected, List<Quantity>> amounts) {
    return rows.stream()
        .flatMap(row -> amounts.apply(row).stream())
        .map(Quantity::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static String place(Affected at) {
    return at.holder() + at.inside().map(in -> " in " + in).orElse("");
  }

  private static List<Affected> places(SplitWorld world) {
    return places(world, Optional.empty());
  }

  private static List<Affected> places(SplitWorld world, Optional<Period> received) {
    List<Affected> places = new ArrayList<>();
    RecallQuestion all = RecallQuestion.of(List.of(Suspect.of(ItemId.parse(SplitWorld.LOT))));
    RecallQuestion question = received.map(all::received).orElse(all);
    try (RecallSteps steps =
        new RecallAnswer(
            new EventList(world.events(), Prefix.parse(SplitWorld.MAKER)),
            question,
            Budget.of(Budget.Limits.TRACE),
            progress -> {})) {
      while (steps.hasNext()) {
        if (steps.next() instanceof Affected at && at.depth() == 0) {
          places.add(at);
        }
      }
    }
    return places;
  }
}
