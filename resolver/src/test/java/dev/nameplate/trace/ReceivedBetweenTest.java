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
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.recall.Period;
import dev.nameplate.trace.recall.RecallAnswer;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallStep.Total;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lots of which parts pass on day by day: who received how much between two days. */
final class ReceivedBetweenTest {
  private static final Prefix PACKER = Prefix.parse("88.118.40");
  private static final String LOT = "https://id.gs1.org/01/06912345678903/10/MEAT";
  private static final String THING = "88.118.40/THING";
  private static final String CRATE = "https://id.gs1.org/00/069123456789012342";
  private static final String TRUCK = "https://id.gs1.org/00/069123456789012359";

  private final List<Event> events = new ArrayList<>();
  private final Map<Integer, Prefix> recorders = new HashMap<>();

  @Test
  void past_holders_are_listed_with_what_each_received() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "40", "Shop A");
    given(5, "35", "Shop B");
    transferred(6, "35", "Shop B", "Shop C", Side.UNSAID);
    given(9, "20", "Shop D");

    assertThat(received(2, 9)).containsExactly("Shop A 40", "Shop B 35", "Shop C 35");
    assertThat(received(5, 6)).containsExactly("Shop B 35");
    assertThat(received(7, 9)).isEmpty();
    assertThat(summary(2, 9).complete()).isTrue();
    assertThat(summary(2, 9).totals())
        .extracting(Total::holder)
        .containsExactly("Shop A", "Shop B", "Shop C");
  }

  @Test
  void the_first_moment_is_included_and_the_last_is_not() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "40", "Shop A");
    given(3, "10", "Shop B");

    assertThat(received(2, 3)).containsExactly("Shop A 40");
  }

  @Test
  void the_records_of_both_sides_are_one_receipt_at_the_time_of_the_receiver() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "40", "Shop A");
    transferred(4, "40", "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(received(1, 9)).containsExactly("Shop A 40");
    assertThat(received(2, 3)).isEmpty();
    assertThat(received(4, 5)).containsExactly("Shop A 40");
  }

  @Test
  void a_part_that_only_the_giver_recorded_stays_at_the_time_of_the_giver() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "40", "Shop A");
    transferred(4, "25", "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(received(1, 9)).containsExactlyInAnyOrder("Shop A 15", "Shop A 25");
    assertThat(received(4, 5)).containsExactly("Shop A 25");
  }

  @Test
  void two_deliveries_to_one_shop_are_two_receipts() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "20", "Shop A");
    given(3, "20", "Shop A");

    assertThat(received(1, 9)).containsExactly("Shop A 20", "Shop A 20");
    assertThat(summary(1, 9).totals())
        .extracting(total -> total.holder() + " " + total.left().toPlainString())
        .containsExactly("Shop A 40");
  }

  @Test
  void what_came_back_was_received_by_its_maker() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "100", "Shop A");
    transferred(3, "30", "Shop A", "88.118.40", Side.RECEIVED);

    assertThat(received(3, 9)).containsExactly("88.118.40 30");
  }

  @Test
  void a_crate_carries_what_was_put_in() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    passed(3, CRATE, "Shop A");
    contained(4, Change.LEAVE, CRATE, LOT, "10");
    passed(5, CRATE, "Shop B");

    assertThat(received(1, 4)).containsExactly("Shop A 30 in " + CRATE);
    assertThat(received(4, 9)).containsExactly("Shop B 20 in " + CRATE);
  }

  @Test
  void a_crate_in_a_truck_goes_where_the_truck_goes() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    contained(3, Change.ENTER, TRUCK, CRATE, "");
    passed(4, TRUCK, "Depot");

    assertThat(received(1, 9)).containsExactly("Depot 30 in " + CRATE);
  }

  @Test
  void an_empty_crate_carries_nothing() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    contained(3, Change.LEAVE, CRATE, LOT, "30");
    passed(4, CRATE, "Shop A");

    assertThat(received(1, 9)).isEmpty();
  }

  @Test
  void a_crate_that_was_emptied_without_naming_its_content_carries_nothing() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    happens(
        3, new Contained(Optional.of(ItemId.parse(CRATE)), List.of(), Change.LEAVE, Bond.PACKED));
    passed(4, CRATE, "Shop A");

    assertThat(received(1, 9)).isEmpty();
  }

  @Test
  void a_receipt_of_the_content_may_be_that_of_the_crate() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    passed(3, CRATE, "Shop A");
    transferred(4, "30", "", "Shop A", Side.RECEIVED);

    assertThat(received(1, 9)).containsExactly("Shop A 0..30 in " + CRATE, "Shop A 30");
    assertThat(summary(1, 9).complete()).isFalse();
  }

  @Test
  void a_crate_that_both_sides_recorded_arrives_once_at_the_time_of_the_receiver() {
    happens(1, new Created(items(LOT, "100")));
    contained(1, Change.ENTER, CRATE, LOT, "30");
    passed(2, CRATE, "Shop A");
    recorders.put(events.size(), Prefix.parse("88.118.41"));
    happens(4, new Transferred(items(CRATE, ""), "88.118.40", "Shop A", Side.RECEIVED, List.of()));

    assertThat(received(1, 9)).containsExactly("Shop A 30 in " + CRATE);
    assertThat(received(1, 3)).isEmpty();
    assertThat(received(3, 5)).containsExactly("Shop A 30 in " + CRATE);
    assertThat(summary(1, 9).complete()).isTrue();
  }

  @Test
  void a_direct_receipt_long_ago_is_not_that_of_a_crate() {
    happens(1, new Created(items(LOT, "100")));
    transferred(2, "10", "88.118.40", "Shop A", Side.RECEIVED);
    contained(80, Change.ENTER, CRATE, LOT, "30");
    passed(81, CRATE, "Shop A");

    assertThat(received(80, 90)).containsExactly("Shop A 30 in " + CRATE);
  }

  @Test
  void of_two_records_that_may_be_one_transfer_either_may_be_the_only_one() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "40", "Shop A");
    transferred(4, "25", "", "Shop A", Side.RECEIVED);

    assertThat(received(1, 3)).containsExactly("Shop A 15..40");
    assertThat(received(3, 9)).containsExactly("Shop A 0..25");
  }

  @Test
  void a_receipt_without_an_amount_belongs_to_the_oldest_open_delivery() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "", "Shop A");
    given(5, "", "Shop A");
    transferred(6, "", "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(received(1, 9)).hasSize(2);
    assertThat(received(1, 3)).isEmpty();
    assertThat(received(6, 7)).hasSize(1);
  }

  @Test
  void a_crate_filled_again_when_it_was_emptied_carries_the_new_content() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    happens(
        4, new Contained(Optional.of(ItemId.parse(CRATE)), List.of(), Change.LEAVE, Bond.PACKED));
    contained(4, Change.ENTER, CRATE, LOT, "20");
    passed(5, CRATE, "Shop B");

    assertThat(received(1, 9)).containsExactly("Shop B 20 in " + CRATE);
  }

  @Test
  void what_leaves_a_crate_on_the_day_of_its_transfer_may_have_arrived() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    passed(4, CRATE, "Shop A");
    contained(4, Change.LEAVE, CRATE, LOT, "30");

    assertThat(received(1, 9)).containsExactly("Shop A 0..30 in " + CRATE);
  }

  @Test
  void what_was_put_in_without_a_record_hides_nothing() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.LEAVE, CRATE, LOT, "10");
    contained(3, Change.ENTER, CRATE, LOT, "10");
    passed(4, CRATE, "Shop A");

    assertThat(received(1, 9)).containsExactly("Shop A 0..10 in " + CRATE);
  }

  @Test
  void amounts_of_a_plain_identifier_in_a_crate_are_kept() {
    happens(1, new Created(items(THING, "")));
    contained(2, Change.ENTER, CRATE, THING, "30");
    contained(3, Change.LEAVE, CRATE, THING, "10");
    passed(4, CRATE, "Shop B");

    assertThat(received(THING, 1, 9)).containsExactly("Shop B 20 in " + CRATE);
  }

  @Test
  void a_thing_that_arrived_in_a_crate_and_was_recorded_later_is_in_both_periods() {
    happens(1, new Created(items(THING, "")));
    contained(2, Change.ENTER, CRATE, THING, "");
    passed(3, CRATE, "Shop A");
    recorders.put(events.size(), Prefix.parse("88.118.41"));
    happens(9, new Transferred(items(THING, ""), "88.118.40", "Shop A", Side.RECEIVED, List.of()));

    assertThat(received(THING, 8, 10)).hasSize(1);
    assertThat(received(THING, 1, 8)).hasSize(1);
  }

  @Test
  void a_crate_and_its_content_in_one_record_are_not_counted_twice_for_sure() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    happens(
        3,
        new Transferred(
            List.of(EventItem.of(CRATE), EventItem.of(LOT, "30", "KGM")),
            "88.118.40",
            "Shop A",
            Side.GIVEN,
            List.of()));

    assertThat(received(1, 9)).containsExactlyInAnyOrder("Shop A 30", "Shop A 0..30 in " + CRATE);
  }

  @Test
  void a_receipt_of_a_crate_without_a_giver_may_be_the_delivery() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    passed(3, CRATE, "Shop A");
    recorders.put(events.size(), Prefix.parse("88.118.41"));
    happens(4, new Transferred(items(CRATE, ""), "", "Shop A", Side.RECEIVED, List.of()));

    assertThat(received(1, 9)).containsExactly("Shop A 30 in " + CRATE, "Shop A 0..30 in " + CRATE);
  }

  @Test
  void what_was_used_before_a_crate_passed_on_may_have_come_out_of_it() {
    happens(1, new Created(items(LOT, "30")));
    contained(2, Change.ENTER, CRATE, LOT, "30");
    happens(3, new Processed(items(LOT, "30"), items("88.118.40/DISH", "")));
    passed(4, CRATE, "Supplier");

    assertThat(received(1, 9)).containsExactly("Supplier 0..30 in " + CRATE);
  }

  @Test
  void a_receipt_of_nothing_moves_no_delivery() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "40", "Shop A");
    transferred(4, "0", "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(received(1, 3)).containsExactly("Shop A 40");
  }

  @Test
  void what_a_maker_gives_to_himself_arrives_nowhere() {
    happens(1, new Created(items(LOT, "100")));
    transferred(2, "100", "88.118.40", "88.118.40", Side.GIVEN);

    assertThat(received(1, 9)).isEmpty();
  }

  @Test
  void content_of_unknown_amount_is_listed_and_calls_nothing_complete() {
    happens(1, new Created(items(LOT, "100")));
    contained(2, Change.ENTER, CRATE, LOT, "");
    passed(3, CRATE, "Shop A");

    assertThat(received(1, 9)).containsExactly("Shop A  in " + CRATE);
    assertThat(summary(1, 9).complete()).isFalse();
  }

  @Test
  void a_thing_passes_on_as_a_whole() {
    happens(1, new Created(items(THING, "")));
    happens(2, new Transferred(items(THING, ""), "", "Shop A", Side.GIVEN, List.of()));
    happens(3, new Transferred(items(THING, ""), "Shop A", "Shop B", Side.UNSAID, List.of()));
    happens(4, new Transferred(items(THING, ""), "Shop A", "Shop B", Side.RECEIVED, List.of()));

    assertThat(received(THING, 1, 3)).containsExactly("Shop A ");
    assertThat(received(THING, 1, 4)).containsExactly("Shop A ", "Shop B ");
    assertThat(received(THING, 1, 9)) // the last may be the other side's record of the same
        .containsExactly("Shop A ", "Shop B ", "Shop B ");
  }

  @Test
  void what_was_made_of_it_is_followed() {
    happens(1, new Created(items(LOT, "100")));
    happens(2, new Processed(items(LOT, "50"), items(THING, "")));
    happens(3, new Transferred(items(THING, ""), "", "Canteen", Side.GIVEN, List.of()));
    given(4, "50", "Shop A");

    assertThat(received(1, 9)).containsExactly("Canteen ", "Shop A 50");
  }

  @Test
  void an_amount_given_to_nobody_known_is_listed_without_a_receiver() {
    happens(1, new Created(items(LOT, "100")));
    given(2, "40", "");

    assertThat(received(1, 9)).containsExactly(" 40");
  }

  @Test
  void dates_the_wrong_way_round_are_refused() {
    assertThatThrownBy(() -> new Period(day(3), day(3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("received.until")
        .hasMessageContaining("after 2026-04-03");
    assertThatThrownBy(() -> new Period(Instant.MIN, day(3)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("received.from");
  }

  private List<String> received(int from, int until) {
    return received(LOT, from, until);
  }

  private List<String> received(String item, int from, int until) {
    return steps(item, from, until).stream()
        .filter(step -> step instanceof Affected)
        .map(step -> shown((Affected) step))
        .toList();
  }

  private static String shown(Affected at) {
    String much = "";
    for (int i = 0; i < at.left().size(); i++) {
      String most = at.left().get(i).amount().toPlainString();
      String least = at.atLeast().get(i).amount().toPlainString();
      much = least.equals(most) ? most : least + ".." + most;
    }
    assertThat(at.handover()).isPresent();
    return at.holder() + " " + much + at.inside().map(in -> " in " + in).orElse("");
  }

  private Summary summary(int from, int until) {
    return (Summary) steps(LOT, from, until).get(0);
  }

  private List<RecallStep> steps(String item, int from, int until) {
    RecallQuestion question =
        RecallQuestion.of(List.of(Suspect.of(ItemId.parse(item))))
            .received(new Period(day(from), day(until)));
    EventList list = new EventList(events, PACKER);
    recorders.forEach(list::recordedBy);
    List<RecallStep> steps = new ArrayList<>();
    try (RecallSteps answer =
        new RecallAnswer(list, question, Budget.of(Budget.Limits.TRACE), progress -> {})) {
      answer.forEachRemaining(steps::add);
    }
    return steps;
  }

  private static Instant day(int day) {
    return Instant.parse("2026-04-01T00:00:00Z").plus(Duration.ofDays(day - 1));
  }

  private void given(int day, String amount, String to) {
    transferred(day, amount, "88.118.40", to, Side.GIVEN);
  }

  private void transferred(int day, String amount, String from, String to, Side side) {
    if (side == Side.RECEIVED && !to.startsWith("88.")) {
      recorders.put(events.size(), Prefix.parse("88.118.41"));
    }
    happens(day, new Transferred(items(LOT, amount), from, to, side, List.of()));
  }

  private void passed(int day, String container, String to) {
    happens(day, new Transferred(items(container, ""), "", to, Side.GIVEN, List.of()));
  }

  private void contained(int day, Change change, String parent, String child, String amount) {
    happens(
        day,
        new Contained(
            Optional.of(ItemId.parse(parent)), items(child, amount), change, Bond.PACKED));
  }

  private static List<EventItem> items(String name, String amount) {
    return List.of(amount.isEmpty() ? EventItem.of(name) : EventItem.of(name, amount, "KGM"));
  }

  private void happens(int day, Occurrence what) {
    events.add(Event.at(day(day), what));
  }
}
