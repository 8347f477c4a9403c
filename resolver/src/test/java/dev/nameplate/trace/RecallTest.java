package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.recall.RecallAnswer;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Found;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.RecallStep.Progress;
import dev.nameplate.trace.recall.RecallStep.Reason;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallStep.Total;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A juicery: tanks are pressed from crates of pears, and filled into bottles that are shipped. */
final class RecallTest {
  private static final Prefix JUICERY = Prefix.parse("88.118.30");
  private static final Instant BEGIN = Instant.parse("2026-03-01T06:00:00Z");

  private final List<Event> events = new ArrayList<>();

  @Test
  void what_is_made_of_a_suspect_alone_is_certain_and_what_is_mixed_is_possible() {
    created("PEARS-1", "PEARS-2");
    made("PEARS-1 -> TANK-1");
    made("PEARS-1 PEARS-2 -> TANK-2");
    made("TANK-1 -> BOTTLE-1");
    made("TANK-2 -> BOTTLE-2");
    made("PEARS-2 -> TANK-3");

    assertThat(reasons("PEARS-1"))
        .containsOnly(
            Map.entry("PEARS-1", Reason.SUSPECT),
            Map.entry("TANK-1", Reason.MADE_OF_SUSPECT),
            Map.entry("BOTTLE-1", Reason.MADE_OF_SUSPECT),
            Map.entry("TANK-2", Reason.MIXED),
            Map.entry("BOTTLE-2", Reason.MADE_OF_POSSIBLE));
  }

  @Test
  void a_mix_of_suspects_alone_is_certain() {
    created("PEARS-1", "PEARS-2");
    made("PEARS-1 PEARS-2 -> TANK-2");

    assertThat(reasons("PEARS-1", "PEARS-2")).containsEntry("TANK-2", Reason.MADE_OF_SUSPECT);
  }

  @Test
  void what_is_topped_up_with_something_else_is_possible() {
    created("PEARS-1", "PEARS-2");
    made("PEARS-1 -> TANK-1");
    made("PEARS-2 -> TANK-1");

    assertThat(reasons("PEARS-1")).containsEntry("TANK-1", Reason.MIXED);
  }

  @Test
  void all_events_of_one_process_are_one() {
    created("PEARS-1", "PEARS-2");
    happens(new Processed("RUN", items("PEARS-1"), List.of(), false));
    happens(new Processed("RUN", List.of(), items("TANK-1"), false));
    happens(new Processed("RUN", items("PEARS-2"), List.of(), false));

    assertThat(reasons("PEARS-1")).containsEntry("TANK-1", Reason.MIXED);
    assertThat(reasons("PEARS-2")).containsEntry("TANK-1", Reason.MIXED);
  }

  @Test
  void rework_does_not_make_certain_things_possible() {
    created("PEARS-1");
    made("PEARS-1 -> TANK-1");
    made("TANK-1 -> BOTTLE-1 BOTTLE-2");
    made("BOTTLE-1 -> TANK-1");

    assertThat(reasons("PEARS-1"))
        .containsEntry("TANK-1", Reason.MADE_OF_SUSPECT)
        .containsEntry("BOTTLE-1", Reason.MADE_OF_SUSPECT)
        .containsEntry("BOTTLE-2", Reason.MADE_OF_SUSPECT)
        .hasSize(4);
  }

  @Test
  void what_was_taken_before_the_suspect_went_bad_or_after_it_was_good_is_excluded() {
    created("PEARS-1");
    for (int hour = 1; hour <= 9; hour++) {
      madeAt(hour, "PEARS-1 -> TANK-" + hour);
      madeAt(hour, "TANK-" + hour + " -> BOTTLE-" + hour);
    }

    RecallQuestion exact = question(new Suspect(item("PEARS-1"), at(4), at(6)));

    assertThat(reasons(exact))
        .containsEntry("TANK-3", Reason.TAKEN_BEFORE)
        .containsEntry("BOTTLE-3", Reason.TAKEN_BEFORE)
        .containsEntry("TANK-4", Reason.MADE_OF_SUSPECT)
        .containsEntry("TANK-6", Reason.TAKEN_AFTER)
        .containsEntry("TANK-7", Reason.TAKEN_AFTER);
    assertThat(reasons(exact.slack(Duration.ofHours(1))))
        .containsEntry("PEARS-1", Reason.SUSPECT)
        .containsEntry("TANK-2", Reason.TAKEN_BEFORE)
        .containsEntry("BOTTLE-2", Reason.TAKEN_BEFORE)
        .containsEntry("TANK-3", Reason.NEAR_THE_TIME)
        .containsEntry("BOTTLE-3", Reason.MADE_OF_POSSIBLE)
        .containsEntry("TANK-4", Reason.MADE_OF_SUSPECT)
        .containsEntry("BOTTLE-5", Reason.MADE_OF_SUSPECT)
        .containsEntry("TANK-6", Reason.NEAR_THE_TIME)
        .containsEntry("TANK-7", Reason.NEAR_THE_TIME)
        .containsEntry("TANK-8", Reason.TAKEN_AFTER)
        .containsEntry("BOTTLE-9", Reason.TAKEN_AFTER);
  }

  @Test
  void what_is_excluded_by_one_way_and_reached_by_another_is_affected() {
    created("PEARS-1");
    madeAt(1, "PEARS-1 -> TANK-1");
    madeAt(8, "PEARS-1 -> TANK-2");
    madeAt(9, "TANK-1 TANK-2 -> BOTTLE-1");

    Map<String, Reason> reasons = reasons(Suspect.since(item("PEARS-1"), at(5).orElseThrow()));

    assertThat(reasons)
        .containsEntry("TANK-1", Reason.TAKEN_BEFORE)
        .containsEntry("TANK-2", Reason.MADE_OF_SUSPECT)
        .containsEntry("BOTTLE-1", Reason.MIXED);
  }

  @Test
  void a_suspect_that_is_made_of_another_is_bad_at_all_times() {
    created("PEARS-1");
    madeAt(1, "PEARS-1 -> TANK-1");
    madeAt(2, "TANK-1 -> BOTTLE-1");

    Map<String, Reason> reasons =
        reasons(Suspect.of(item("PEARS-1")), Suspect.since(item("TANK-1"), at(9).orElseThrow()));

    assertThat(reasons).containsEntry("BOTTLE-1", Reason.MADE_OF_SUSPECT);
  }

  @Test
  void a_lot_that_was_used_up_when_it_went_bad_is_excluded() {
    happens(new Created(List.of(EventItem.of(name("PEARS-1"), "100", "KGM"))));
    for (int hour : new int[] {1, 2}) {
      happensAt(
          hour,
          new Processed(
              List.of(EventItem.of(name("PEARS-1"), "50", "KGM")), items("TANK-" + hour)));
    }

    assertThat(reasons(Suspect.since(item("PEARS-1"), at(5).orElseThrow())))
        .containsOnly(
            Map.entry("PEARS-1", Reason.USED_UP_BEFORE),
            Map.entry("TANK-1", Reason.TAKEN_BEFORE),
            Map.entry("TANK-2", Reason.TAKEN_BEFORE));
    assertThat(reasons(Suspect.since(item("PEARS-1"), at(2).orElseThrow())))
        .containsEntry("PEARS-1", Reason.SUSPECT);
  }

  @Test
  void an_item_is_with_whoever_got_it_or_what_it_was_in_last() {
    created("BOTTLE-1", "BOTTLE-2", "BOTTLE-3", "BOTTLE-4");
    contained(Change.ENTER, "CASE-1", "BOTTLE-1", "BOTTLE-2", "BOTTLE-3");
    given("BOTTLE-4", "Juicery", "Inn");
    contained(Change.ENTER, "TRUCK-1", "CASE-1");
    given("TRUCK-1", "Juicery", "Dealer");
    contained(Change.LEAVE, "CASE-1", "BOTTLE-2");
    contained(Change.LEAVE, "TRUCK-1");
    given("CASE-1", "Dealer", "Shop");
    given("BOTTLE-3", "Shop", "Guest");

    assertThat(affected("BOTTLE-1", "BOTTLE-2", "BOTTLE-3", "BOTTLE-4"))
        .extracting(one -> text(one.item()), Affected::holder, one -> one.inside().map(this::text))
        .containsExactly(
            tuple("BOTTLE-2", "Dealer", Optional.empty()),
            tuple("BOTTLE-3", "Guest", Optional.of("CASE-1")),
            tuple("BOTTLE-4", "Inn", Optional.empty()),
            tuple("BOTTLE-1", "Shop", Optional.of("CASE-1")));
  }

  @Test
  void an_item_that_never_passed_to_anybody_is_with_who_recorded_it() {
    created("BOTTLE-1");

    Affected bottle = affected("BOTTLE-1").get(0);

    assertThat(bottle.holder()).isEqualTo("88.118.30");
    assertThat(bottle.handover()).isEmpty();
    assertThat(bottle.making().orElseThrow().time()).isEqualTo(events.get(0).time());
  }

  @Test
  void what_is_used_up_or_retired_is_said_and_counts_for_nothing() {
    happens(new Created(List.of(EventItem.of(name("TANK-1"), "100", "LTR"))));
    happens(
        new Processed(
            List.of(EventItem.of(name("TANK-1"), "60", "LTR")),
            List.of(EventItem.of(name("BOTTLE-1"), "59", "LTR"))));
    happens(new Created(items("PEARS-1")));
    happens(new Retired(List.of(EventItem.of(name("BOTTLE-1"), "59", "LTR"))));

    assertThat(affected("TANK-1"))
        .extracting(one -> text(one.item()), Affected::presence, Affected::left)
        .containsExactly(
            tuple("TANK-1", Presence.THERE, List.of(Quantity.of("40", "LTR"))),
            tuple("BOTTLE-1", Presence.USED_UP, List.of()));
  }

  @Test
  void totals_come_first_and_last_by_holder_certainty_and_unit() {
    happens(
        new Created(
            List.of(
                EventItem.of(name("TANK-1"), "10.5", "LTR"),
                EventItem.of(name("TANK-2"), "20.25", "LTR"))));
    made("TANK-1 TANK-2 -> BOTTLE-1");
    given("TANK-2", "Juicery", "Dealer");

    List<RecallStep> steps = steps(question(Suspect.of(item("TANK-1"))));

    assertThat(steps.get(0)).isInstanceOf(Summary.class);
    Summary first = (Summary) steps.get(0);
    assertThat(first.totals())
        .containsExactly(
            new Total("88.118.30", Certainty.CERTAIN, "", BigDecimal.ZERO, BigDecimal.ZERO, 1),
            new Total("88.118.30", Certainty.POSSIBLE, "", BigDecimal.ZERO, BigDecimal.ZERO, 1));
    assertThat(first.certain()).isEqualTo(1);
    assertThat(first.possible()).isEqualTo(1);
    assertThat(first.complete()).isTrue();
    assertThat(first.last()).isFalse();
    assertThat(steps.get(steps.size() - 1)).isInstanceOf(Summary.class);
    assertThat(((Summary) steps.get(steps.size() - 1)).totals()).isEqualTo(first.totals());
  }

  @Test
  void what_is_left_is_summed_up_by_holder() {
    happens(
        new Created(
            List.of(
                EventItem.of(name("BOTTLE-1"), "0.75", "LTR"),
                EventItem.of(name("BOTTLE-2"), "1.5", "LTR"),
                EventItem.of(name("BOTTLE-3"), "0.7", "LTR"))));
    given("BOTTLE-1", "Juicery", "Inn");
    given("BOTTLE-2", "Juicery", "Inn");

    Summary summary =
        (Summary)
            steps(
                    question(
                        Suspect.of(item("BOTTLE-1")),
                        Suspect.of(item("BOTTLE-2")),
                        Suspect.of(item("BOTTLE-3"))))
                .get(0);

    assertThat(summary.totals())
        .containsExactly(total("88.118.30", "0.7", 1), total("Inn", "2.25", 2));
  }

  private static Total total(String holder, String litres, long items) {
    BigDecimal much = new BigDecimal(litres);
    return new Total(holder, Certainty.CERTAIN, "LTR", much, much, items);
  }

  @Test
  void the_order_of_the_suspects_makes_no_difference() {
    created("PEARS-1", "PEARS-2", "PEARS-3");
    made("PEARS-1 PEARS-2 -> TANK-1");
    made("PEARS-2 PEARS-3 -> TANK-2");
    made("TANK-1 TANK-2 -> BOTTLE-1");
    given("BOTTLE-1", "Juicery", "Inn");
    List<Suspect> suspects =
        new ArrayList<>(
            List.of(
                Suspect.of(item("PEARS-1")),
                Suspect.since(item("TANK-1"), at(9).orElseThrow()),
                Suspect.of(item("PEARS-2"))));
    List<RecallStep> expected = steps(RecallQuestion.of(suspects));

    for (int turn = 0; turn < 3; turn++) {
      Collections.rotate(suspects, 1);
      assertThat(steps(RecallQuestion.of(suspects))).isEqualTo(expected);
    }
    Collections.swap(suspects, 0, 1);
    assertThat(steps(RecallQuestion.of(suspects))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "depth {0}, items {1}: {2}")
  @CsvSource({"1, 0, LIMIT_DEPTH, 2", "0, 2, LIMIT_COUNT, 2", "3, 4, , 4", "0, 3, LIMIT_COUNT, 3"})
  void what_a_limit_leaves_out_is_a_hole(
      int depth, long most, TraceStep.Reason hole, int expected) {
    created("PEARS-1");
    made("PEARS-1 -> TANK-1");
    made("TANK-1 -> BOTTLE-1");
    made("BOTTLE-1 -> GLASS-1");

    List<RecallStep> steps = steps(question(Suspect.of(item("PEARS-1"))).within(depth, most));

    assertThat(steps.stream().filter(step -> step instanceof Affected)).hasSize(expected);
    assertThat(steps.stream().filter(step -> step instanceof RecallStep.Hole))
        .extracting(step -> ((RecallStep.Hole) step).reason())
        .isEqualTo(hole == null ? List.of() : List.of(hole));
    assertThat(((Summary) steps.get(0)).complete()).isEqualTo(hole == null);
  }

  @Test
  void behind_an_event_that_is_not_for_the_reader_is_a_hole() {
    created("PEARS-1");
    made("PEARS-1 -> TANK-1");
    made("TANK-1 -> BOTTLE-1");
    EventList list = new EventList(events, JUICERY);
    list.hide(2);

    List<RecallStep> steps = steps(list, question(Suspect.of(item("PEARS-1"))));

    assertThat(steps)
        .contains(new RecallStep.Hole(TraceStep.Reason.NO_ACCESS, 2, Optional.empty()));
    assertThat(steps.stream().filter(step -> step instanceof Affected)).hasSize(2);
  }

  @Test
  @Timeout(20)
  void things_that_contain_each_other_end_no_question() {
    created("BOTTLE-1");
    String[] cases = {"CASE-1", "CASE-2", "CASE-3", "CASE-4"};
    for (String outer : cases) {
      for (String inner : cases) {
        if (!outer.equals(inner)) {
          contained(Change.ENTER, outer, inner);
        }
      }
    }
    contained(Change.ENTER, "CASE-1", "BOTTLE-1");
    given("CASE-3", "Juicery", "Inn");

    assertThat(affected("BOTTLE-1").get(0).holder()).isEqualTo("Inn");
  }

  @Test
  @Timeout(20)
  void a_process_that_is_told_in_many_events_is_gone_through_a_few_times_only() {
    int events = 300;
    for (int tank = 0; tank < events; tank++) {
      created("TANK-" + tank);
      happens(new Processed("MELT-1", items("TANK-" + tank), List.of(), false));
      happens(new Processed("MELT-1", List.of(), items("BOTTLE-" + tank), false));
    }
    EventList list = new EventList(this.events, JUICERY);

    List<RecallStep> steps = steps(list, question(Suspect.of(item("TANK-7"))));

    assertThat(steps.stream().filter(step -> step instanceof Affected)).hasSize(1 + events);
    assertThat(list.siblingsShown()).isLessThan(12L * 2 * events);
  }

  @Test
  void an_item_of_a_long_chain_says_how_deep_it_is() {
    created("STEP-0");
    for (int step = 1; step <= 70; step++) {
      made("STEP-" + (step - 1) + " -> STEP-" + step);
    }

    assertThat(affected("STEP-0"))
        .allMatch(one -> text(one.item()).equals("STEP-" + one.depth()))
        .hasSize(71);
  }

  @Test
  void what_is_hidden_at_one_depth_is_one_hole_and_the_items_it_is_at_are_counted() {
    created("PEARS-1");
    made("PEARS-1 -> TANK-1");
    made("PEARS-1 -> TANK-2");
    made("TANK-1 -> BOTTLE-1");
    made("TANK-1 -> BOTTLE-2");
    made("TANK-2 -> BOTTLE-3");
    EventList list = new EventList(events, JUICERY);
    list.hide(3);
    list.hide(4);
    list.hide(5);

    List<RecallStep> steps = steps(list, question(Suspect.of(item("PEARS-1"))));

    assertThat(steps.stream().filter(step -> step instanceof RecallStep.Hole)).hasSize(1);
    assertThat(((Summary) steps.get(0)).holes()).isEqualTo(2);
  }

  @Test
  void times_and_slacks_that_cannot_be_added_up_are_refused() {
    assertThatThrownBy(() -> Suspect.since(item("A-1"), Instant.ofEpochMilli(Long.MAX_VALUE)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("suspects.from");
    assertThatThrownBy(
            () -> question(Suspect.of(item("A-1"))).slack(Duration.ofMillis(Long.MAX_VALUE)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("slack");
  }

  @Test
  void a_kind_of_thing_leads_no_further() {
    created("PEARS-1");
    String kind = "https://id.gs1.org/01/06912345678903";
    happens(new Processed(items("PEARS-1"), List.of(EventItem.of(kind))));
    happens(new Processed(List.of(EventItem.of(kind)), items("BOTTLE-1")));

    List<RecallStep> steps = steps(question(Suspect.of(item("PEARS-1"))));

    assertThat(steps)
        .contains(
            new RecallStep.Hole(TraceStep.Reason.CLASS_ONLY, 1, Optional.of(ItemId.parse(kind))));
    assertThat(steps.stream().filter(step -> step instanceof Affected)).hasSize(2);
  }

  @Test
  void how_many_are_affected_is_told_before_it_is_known_where_they_are() {
    created("PEARS-1", "SUGAR-1");
    for (int hour = 1; hour <= 9; hour++) {
      madeAt(hour, "PEARS-1 " + (hour % 2 == 0 ? "SUGAR-1 " : "") + "-> TANK-" + hour);
    }
    List<Progress> told = new ArrayList<>();
    AtomicLong now = new AtomicLong();
    Summary summary;
    try (RecallSteps answer =
        new RecallAnswer(
            new EventList(events, JUICERY),
            question(new Suspect(item("PEARS-1"), at(3), at(8))),
            Budget.of(Budget.Limits.TRACE),
            told::add,
            () -> now.addAndGet(200_000_000),
            List.of())) {
      summary = (Summary) answer.next();
    }

    Found found = new Found(4, 2, 4, 0); // with the suspect
    assertThat(told.get(0).found()).isEmpty();
    assertThat(told.stream().filter(one -> one.found().isPresent()).findFirst())
        .contains(new Progress(10, 0, Optional.of(found)));
    assertThat(told.get(told.size() - 1)).isEqualTo(new Progress(10, 10, Optional.of(found)));
    assertThat(List.of(summary.certain(), summary.possible(), summary.excluded()))
        .containsExactly(found.certain(), found.possible(), found.excluded());
  }

  @Test
  void an_answer_that_is_there_at_once_tells_no_progress() {
    created("PEARS-1");
    List<Progress> told = new ArrayList<>();
    try (RecallSteps answer =
        new RecallAnswer(
            new EventList(events, JUICERY),
            question(Suspect.of(item("PEARS-1"))),
            Budget.of(Budget.Limits.TRACE),
            told::add,
            () -> 0,
            List.of())) {
      answer.forEachRemaining(step -> {});
    }

    assertThat(told).isEmpty();
  }

  @Test
  void a_question_without_suspects_or_with_one_twice_is_refused() {
    assertThatThrownBy(() -> RecallQuestion.of(List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("suspects");
    assertThatThrownBy(() -> question(Suspect.of(item("A-1")), Suspect.of(item("a-1"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("each item once");
    assertThatThrownBy(() -> new Suspect(item("A-1"), at(2), at(1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("suspects.until");
  }

  private Map<String, Reason> reasons(String... suspects) {
    return reasons(Stream.of(suspects).map(one -> Suspect.of(item(one))).toArray(Suspect[]::new));
  }

  private Map<String, Reason> reasons(Suspect... suspects) {
    return reasons(question(suspects));
  }

  private Map<String, Reason> reasons(RecallQuestion question) {
    return affected(question).stream()
        .collect(Collectors.toMap(one -> text(one.item()), Affected::reason));
  }

  private List<Affected> affected(String... suspects) {
    return affected(
        question(Stream.of(suspects).map(one -> Suspect.of(item(one))).toArray(Suspect[]::new)));
  }

  private List<Affected> affected(RecallQuestion question) {
    return steps(question).stream()
        .filter(step -> step instanceof Affected)
        .map(step -> (Affected) step)
        .toList();
  }

  private List<RecallStep> steps(RecallQuestion question) {
    return steps(new EventList(events, JUICERY), question);
  }

  private static List<RecallStep> steps(Lineage lineage, RecallQuestion question) {
    List<RecallStep> steps = new ArrayList<>();
    try (RecallSteps answer =
        new RecallAnswer(lineage, question, Budget.of(Budget.Limits.TRACE), progress -> {})) {
      answer.forEachRemaining(steps::add);
    }
    return steps;
  }

  private static RecallQuestion question(Suspect... suspects) {
    return RecallQuestion.of(List.of(suspects));
  }

  private void created(String... names) {
    happens(new Created(items(names)));
  }

  private void made(String what) {
    happens(processed(what));
  }

  private void madeAt(int hour, String what) {
    happensAt(hour, processed(what));
  }

  private static Processed processed(String what) {
    int arrow = what.indexOf(" -> ");
    return new Processed(
        items(what.substring(0, arrow).split(" ", -1)),
        items(what.substring(arrow + " -> ".length()).split(" ", -1)));
  }

  private void contained(Change change, String parent, String... children) {
    happens(new Contained(Optional.of(item(parent)), items(children), change, Bond.PACKED));
  }

  private void given(String what, String from, String to) {
    happens(new Transferred(items(what), from, to, Side.GIVEN, List.of("DESPATCH-1")));
  }

  private void happens(Occurrence what) {
    events.add(Event.at(BEGIN.plusSeconds(60L * events.size()), what));
  }

  private void happensAt(int hour, Occurrence what) {
    events.add(Event.at(at(hour).orElseThrow(), what));
  }

  private static Optional<Instant> at(int hour) {
    return Optional.of(BEGIN.plusSeconds(3600L * hour));
  }

  private static List<EventItem> items(String... names) {
    return Stream.of(names).map(one -> EventItem.of(name(one))).toList();
  }

  private static String name(String text) {
    return JUICERY + "/" + text;
  }

  private static ItemId item(String text) {
    return ItemId.parse(name(text));
  }

  private String text(ItemId item) {
    return item.toString().substring(JUICERY.toString().length() + 1);
  }

  private static Tuple tuple(Object... values) {
    return Tuple.tuple(values);
  }
}
