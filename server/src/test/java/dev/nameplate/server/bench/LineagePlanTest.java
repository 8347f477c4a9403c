package dev.nameplate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.bench.LineageAnswers.Run;
import dev.nameplate.server.bench.LineagePlan.Level;
import dev.nameplate.server.bench.LineagePlan.Trouble;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class LineagePlanTest {
  private static final LineagePlan STEEL =
      LineagePlan.steel(Prefix.parse("88.118.8"), 12, 3, 1, 2, 4);
  private static final Trouble MUCH = new Trouble(3, 4, 3, 5);

  /** Plans of all shapes. */
  static Stream<LineagePlan> plans() {
    LineagePlan mixed = STEEL.mixing(2, 6).mixing(4, 3);
    return Stream.of(
        STEEL,
        STEEL.itemsAnEvent(3),
        mixed,
        mixed.crated(5),
        STEEL.trouble(1, MUCH),
        STEEL.trouble(2, new Trouble(0, 0, 1, 0)),
        STEEL.mixing(2, 4).trouble(3, MUCH).itemsAnEvent(5).crated(7),
        STEEL.mixing(1, 4).mixing(3, 9).trouble(4, MUCH),
        STEEL.levels(
            LongStream.range(0, 9).mapToObj(level -> new Level("L" + level, 1, 1)).toList()));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void the_answers_are_those_of_a_plain_walk_over_the_events(LineagePlan plan) {
    PlainLineage plain = PlainLineage.of(LineageEvents.stream(plan).toList());
    LineageAnswers answers = new LineageAnswers(plan);

    for (int level = 0; level <= plan.last(); level++) {
      for (long number = 0; number < plan.count(level); number++) {
        String item = plan.item(level, number).canonical();
        assertThat(names(plan, answers.below(level, number)))
            .as("below %s", item)
            .isEqualTo(plain.below(item));
        assertThat(names(plan, answers.above(level, number)))
            .as("above %s", item)
            .isEqualTo(plain.above(item));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void every_item_is_made_once_and_comes_only_from_its_heats(LineagePlan plan) {
    PlainLineage plain = PlainLineage.of(LineageEvents.stream(plan).toList());
    LineageAnswers answers = new LineageAnswers(plan);
    long heats = plan.heats() / 2;
    Set<String> suspect =
        names(plan, List.of(new Run(0, 0, heats))).stream().collect(Collectors.toSet());

    for (long number = 0; number < plan.count(plan.last()); number++) {
      Set<String> above = plain.above(plan.item(plan.last(), number).canonical());
      above.removeIf(item -> !item.contains("/heat-"));
      assertThat(answers.comesOnlyFrom(plan.last(), number, 0, heats))
          .isEqualTo(suspect.containsAll(above));
    }
  }

  @Test
  void a_plan_is_told_alike_each_time() {
    LineagePlan plan = STEEL.trouble(5, MUCH).crated(4);

    assertThat(LineageEvents.stream(plan).toList()).isEqualTo(LineageEvents.stream(plan).toList());
  }

  @Test
  void trouble_is_told() {
    Map<EventKind, Long> kinds =
        LineageEvents.stream(STEEL.trouble(1, MUCH).crated(4))
            .collect(Collectors.groupingBy(Event::kind, Collectors.counting()));
    List<Event> events = LineageEvents.stream(STEEL.trouble(1, MUCH)).toList();

    assertThat(kinds.keySet())
        .contains(EventKind.WITHDRAW, EventKind.CONTAIN, EventKind.TRANSFER, EventKind.CREATE);
    assertThat(events).anyMatch(event -> event.step().equals("reworking"));
    assertThat(LongStream.range(1, events.size()).mapToObj(i -> events.get((int) i - 1)))
        .as("not in the order in which it happened")
        .isNotEqualTo(events.stream().sorted((a, b) -> a.time().compareTo(b.time())).toList());
  }

  @Test
  void no_event_names_more_items_than_it_may() {
    assertThat(LineageEvents.stream(STEEL.itemsAnEvent(2)))
        .allMatch(event -> event.occurrence().items().count() <= 2)
        .anyMatch(
            event -> event.occurrence() instanceof Processed what && !what.process().isEmpty());
  }

  @Test
  void what_is_used_outweighs_what_is_made_of_it_by_two_hundredths() {
    for (Event event : LineageEvents.stream(STEEL.mixing(2, 3)).toList()) {
      if (event.occurrence() instanceof Processed processed) {
        assertThat(weight(processed.inputs()))
            .isEqualByComparingTo(weight(processed.outputs()).multiply(LineagePlan.USED_FOR_MADE));
      }
    }
  }

  @Test
  void mixes_that_do_not_come_out_even_are_refused() {
    assertThatThrownBy(() -> STEEL.mixing(1, 5)).hasMessageContaining("SLAB");
  }

  private static BigDecimal weight(List<EventItem> items) {
    return items.stream()
        .map(item -> item.quantity().orElseThrow().amount())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Set<String> names(LineagePlan plan, List<Run> runs) {
    Set<String> names = new TreeSet<>();
    for (Run run : runs) {
      LongStream.range(run.from(), run.until())
          .forEach(number -> names.add(plan.item(run.level(), number).canonical()));
    }
    return names;
  }
}
