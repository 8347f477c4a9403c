package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.recall.RecallAnswer;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Lots of meat that a packer sells in parts: who has how much. */
final class SplitLotTest {
  private static final Prefix PACKER = Prefix.parse("88.118.40");
  private static final Instant BEGIN = Instant.parse("2026-04-01T06:00:00Z");
  private static final String LOT = "https://id.gs1.org/01/06912345678903/10/MEAT";
  private static final String THING = "88.118.40/THING";
  private static final String CRATE = "https://id.gs1.org/00/069123456789012342";
  private static final String OTHER = "https://id.gs1.org/00/069123456789012359";
  private static final String TRUCK = "https://id.gs1.org/00/069123456789012366";

  private final List<Event> events = new ArrayList<>();
  private final Map<Integer, Prefix> recorders = new HashMap<>();

  @Test
  void parts_are_with_whoever_got_them_and_the_rest_is_where_it_was_made() {
    made("100");
    given("40", "Shop A");
    given("35", "Shop B");

    assertThat(places()).containsExactly("88.118.40 25", "Shop A 40", "Shop B 35");
    assertThat(affected()).extracting(Affected::extent).containsOnly(Extent.PART);
    assertThat(summary().complete()).isTrue();
  }

  @Test
  void what_is_sold_whole_is_nowhere_else() {
    made("100");
    given("60", "Shop A");
    given("40", "Shop B");

    assertThat(places()).containsExactly("Shop A 60", "Shop B 40");
  }

  @Test
  void what_comes_back_is_there_again() {
    made("100");
    given("100", "Shop A");
    transferred("30", "Shop A", "88.118.40", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 30", "Shop A 70");
  }

  @Test
  void both_halves_of_a_transfer_are_one() {
    made("100");
    given("40", "Shop A");
    transferred("40", "88.118.40", "Shop A", Side.RECEIVED);
    transferred("10", "88.118.40", "Shop B", Side.RECEIVED);
    given("15", "Shop B");

    assertThat(places()).containsExactly("88.118.40 45", "Shop A 40", "Shop B 15");
  }

  @Test
  void two_deliveries_of_the_same_amount_are_two() {
    made("100");
    given("20", "Shop A");
    given("20", "Shop A");

    assertThat(places()).containsExactly("88.118.40 60", "Shop A 40");
  }

  @Test
  void what_is_in_a_container_goes_where_that_goes() {
    made("100");
    contained(Change.ENTER, CRATE, "70");
    contained(Change.ENTER, TRUCK, CRATE, "");
    moved(TRUCK, "Dealer");
    contained(Change.LEAVE, TRUCK, CRATE, "");
    moved(CRATE, "Shop");

    assertThat(places()).containsExactly("88.118.40 30", "Shop 70 in " + CRATE);
  }

  @Test
  void what_left_a_container_stays_where_it_left_it() {
    made("100");
    contained(Change.ENTER, CRATE, "70");
    moved(CRATE, "Dealer");
    contained(Change.LEAVE, CRATE, "50");
    moved(CRATE, "Shop");

    assertThat(places()).containsExactly("88.118.40 30", "Dealer 50", "Shop 20 in " + CRATE);
  }

  @Test
  void a_container_that_is_emptied_leaves_everything_where_it_was() {
    made("100");
    contained(Change.ENTER, CRATE, "70");
    moved(CRATE, "Dealer");
    happens(new Contained(Optional.of(ItemId.parse(CRATE)), List.of(), Change.LEAVE, Bond.PACKED));
    moved(CRATE, "Elsewhere");

    assertThat(places()).containsExactly("88.118.40 30", "Dealer 70");
  }

  @Test
  void parts_in_two_containers_go_two_ways() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    contained(Change.ENTER, OTHER, "40");
    moved(CRATE, "Shop A");
    moved(OTHER, "Shop B");

    assertThat(places()).containsExactly("Shop A 60 in " + CRATE, "Shop B 40 in " + OTHER);
  }

  @Test
  void what_is_taken_from_several_containers_is_bounded() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    contained(Change.ENTER, OTHER, "40");
    given("30", "Shop");

    assertThat(places())
        .containsExactly("88.118.40 30..60 in " + CRATE, "88.118.40 10..40 in " + OTHER, "Shop 30");
    assertThat(affected()).extracting(Affected::extent).containsOnly(Extent.POSSIBLE);
    assertThat(summary().complete()).isFalse();
    assertThat(summary().apart()).isOne();
  }

  @Test
  void what_somebody_gave_who_had_nothing_may_be_missing_elsewhere() {
    made("100");
    transferred("40", "Trader", "Shop", Side.UNSAID);

    assertThat(places()).containsExactly("88.118.40 60..100", "Shop 40");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void if_several_could_lack_it_each_may() {
    made("100");
    given("50", "Shop A");
    transferred("20", "Trader", "Shop B", Side.UNSAID);

    assertThat(places()).containsExactly("88.118.40 30..50", "Shop A 30..50", "Shop B 20");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void what_was_given_before_it_was_made_by_another_clock_is_made_up_for() {
    given("40", "Shop A");
    made("100");

    assertThat(places()).containsExactly("88.118.40 60", "Shop A 40");
  }

  @Test
  void if_nobody_says_how_much_it_may_be_all_or_some() {
    made("100");
    given("", "Shop A");

    assertThat(places()).containsExactly("88.118.40 0..100", "Shop A 0..100");
    assertThat(affected()).extracting(Affected::extent).containsOnly(Extent.POSSIBLE);
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void a_lot_of_which_no_amount_is_known_is_listed_at_everybody_who_may_have_some() {
    made("");
    given("", "Shop A");
    given("", "Shop B");

    assertThat(places()).containsExactly("88.118.40 ", "Shop A ", "Shop B ");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void what_is_used_and_scrapped_is_gone() {
    made("100");
    given("40", "Shop A");
    used("30");
    happens(new Retired(items(LOT, "10")));

    assertThat(places()).containsExactly("88.118.40 20", "Shop A 40");
  }

  @Test
  void a_lot_that_is_used_up_everywhere_says_so() {
    made("100");
    contained(Change.ENTER, CRATE, "100");
    contained(Change.LEAVE, CRATE, "100");
    used("100");

    assertThat(places()).containsExactly("88.118.40 ");
    assertThat(affected().get(0).presence()).isEqualTo(Presence.USED_UP);
  }

  @Test
  void a_stock_taking_says_what_is_left() {
    made("100");
    given("40", "Shop A");
    counted("55");
    given("5", "Shop A");

    assertThat(places()).containsExactly("88.118.40 50", "Shop A 45");
  }

  @Test
  void names_under_which_a_recorder_gives_are_his() {
    made("100");
    transferred("40", "Cold Store", "Shop A", Side.GIVEN);
    used("10");

    assertThat(places()).containsExactly("88.118.40 50", "Shop A 40");
  }

  @Test
  void units_are_kept_apart() {
    happens(new Created(List.of(EventItem.of(LOT, "100", "KGM"), EventItem.of(LOT, "8", "BX"))));
    happens(
        new Transferred(
            List.of(EventItem.of(LOT, "25", "KGM"), EventItem.of(LOT, "2", "BX")),
            "88.118.40",
            "Shop A",
            Side.GIVEN,
            List.of()));

    assertThat(affected())
        .extracting(one -> one.holder() + " " + one.left())
        .containsExactly("88.118.40 [6 BX, 75 KGM]", "Shop A [2 BX, 25 KGM]");
  }

  @Test
  void a_suspect_is_not_used_up_while_it_is_at_a_customer() {
    made("21.4");
    given("21.4", "Customer");

    List<Affected> affected = affected(Suspect.since(ItemId.parse(LOT), BEGIN.plusSeconds(86_400)));

    assertThat(affected).extracting(Affected::reason).containsOnly(RecallStep.Reason.SUSPECT);
    assertThat(affected).extracting(Affected::holder).containsOnly("Customer");
  }

  @Test
  void a_shipment_that_names_the_crate_and_what_is_in_it_moves_it_once() {
    made("100");
    contained(Change.ENTER, CRATE, "70");
    happens(
        new Transferred(
            List.of(EventItem.of(CRATE), EventItem.of(LOT, "70", "KGM")),
            "88.118.40",
            "Shop A",
            Side.GIVEN,
            List.of()));

    assertThat(places()).containsExactly("88.118.40 30", "Shop A 70 in " + CRATE);
    moved(CRATE, "Shop B");
    assertThat(places()).containsExactly("88.118.40 30", "Shop B 70 in " + CRATE);
  }

  @Test
  void a_lot_that_two_made_is_with_both() {
    made("50");
    made("70");
    recordedBy(1, "88.118.41");

    assertThat(places()).containsExactly("88.118.40 50", "88.118.41 70");
  }

  @Test
  void what_passes_from_one_site_to_another_of_the_same_party_stays_there() {
    made("100");
    given("40", "Shop A");
    transferred("10", "Shop A", "Shop A", Side.GIVEN);

    assertThat(places()).containsExactly("88.118.40 60", "Shop A 40");
  }

  @Test
  void a_lot_of_which_more_was_made_later_is_not_used_up() {
    made("100");
    used("100");
    made("50");
    Instant between = BEGIN.plusSeconds(90);

    assertThat(affected(Suspect.since(ItemId.parse(LOT), between)))
        .filteredOn(one -> one.depth() == 0)
        .extracting(Affected::reason)
        .containsExactly(RecallStep.Reason.SUSPECT);
  }

  @Test
  void a_receipt_is_paired_with_a_delivery_by_a_clock_that_is_behind() {
    made("100");
    transferred("40", "", "Shop A", Side.RECEIVED);
    given("40", "Shop A");

    assertThat(places()).containsExactly("88.118.40 60", "Shop A 40");
  }

  @Test
  void a_delivery_to_nobody_is_with_whoever_says_that_he_received_it() {
    made("100");
    transferred("40", "88.118.40", "", Side.GIVEN);
    transferred("40", "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 60", "Shop A 40");
  }

  @Test
  void what_bonds_hold_in_one_crate_is_one_place() {
    made("100");
    contained(Change.ENTER, CRATE, "10");
    happens(
        new Contained(
            Optional.of(ItemId.parse(CRATE)), items(LOT, "5"), Change.ENTER, Bond.INSTALLED));
    assertThat(places()).containsExactly("88.118.40 85", "88.118.40 15 in " + CRATE);

    happens(
        new Contained(
            Optional.of(ItemId.parse(CRATE)), items(LOT, "5"), Change.LEAVE, Bond.INSTALLED));
    moved(CRATE, "Shop A");
    assertThat(places()).containsExactly("88.118.40 90", "Shop A 10 in " + CRATE);
  }

  @Test
  void a_stock_taking_of_what_nobody_measured_is_exact() {
    made("");
    given("40", "Shop A");
    counted("7");

    assertThat(places()).containsExactly("88.118.40 7", "Shop A 40");
    assertThat(summary().complete()).isTrue();
  }

  @Test
  void what_is_taken_out_of_an_unmeasured_crate_is_there() {
    made("");
    contained(Change.ENTER, CRATE, "");
    moved(CRATE, "Shop A");
    contained(Change.LEAVE, CRATE, "20");
    moved(CRATE, "Shop B");

    assertThat(places()).contains("Shop A 20");
  }

  @Test
  void a_crate_that_is_only_known_by_what_is_in_it_is_with_who_recorded_that() {
    contained(Change.ENTER, CRATE, "70");

    assertThat(affected(Suspect.of(ItemId.parse(CRATE))))
        .extracting(Affected::holder)
        .containsExactly("88.118.40");
  }

  @Test
  void the_end_of_the_time_is_excluded() {
    made("100");
    Instant until = BEGIN.plusSeconds(3600);
    happensAt(until, new Processed(items(LOT, "1"), List.of(EventItem.of("88.118.40/A"))));
    happensAt(
        until.minusMillis(1), new Processed(items(LOT, "1"), List.of(EventItem.of("88.118.40/B"))));
    Suspect suspect = new Suspect(ItemId.parse(LOT), Optional.empty(), Optional.of(until));

    assertThat(
            affected(RecallQuestion.of(List.of(suspect))).stream()
                .filter(one -> one.depth() == 1)
                .map(one -> one.item() + " " + one.reason()))
        .containsExactlyInAnyOrder("88.118.40/A TAKEN_AFTER", "88.118.40/B MADE_OF_SUSPECT");
  }

  @Test
  void a_receipt_is_the_other_half_of_a_transfer_whose_side_is_not_said() {
    made("100");
    transferred("40", "88.118.40", "Shop A", Side.UNSAID);
    transferred("40", "88.118.40", "Shop A", Side.RECEIVED);
    transferred("15", "Trader", "Shop B", Side.UNSAID);
    transferred("15", "Trader", "Shop B", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 45..60", "Shop A 25..40", "Shop B 15");
  }

  @Test
  void two_recorders_who_leave_out_their_sides_record_two_halves() {
    made("100");
    transferred("40", "88.118.40", "88.118.41", Side.UNSAID);
    transferred("40", "88.118.40", "88.118.41", Side.UNSAID);
    recordedBy(2, "88.118.41");
    transferred("20", "88.118.40", "88.118.41", Side.UNSAID);
    transferred("20", "88.118.40", "88.118.41", Side.UNSAID);

    assertThat(places()).containsExactly("88.118.40 20", "88.118.41 80");
  }

  @Test
  void a_receipt_of_another_amount_than_a_stranger_tells_of_is_a_transfer_of_its_own_or_not() {
    made("100");
    given("60", "Dealer");
    transferred("40", "Dealer", "Shop", Side.UNSAID);
    transferred("10", "Dealer", "Shop", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 30..40", "Dealer 10..20", "Shop 40..50");
  }

  @Test
  void a_receipt_of_nobody_knows_what_from_whom_is_not_the_other_half_of_anything() {
    made("100");
    transferred("", "", "Shop A", Side.RECEIVED);
    made("50");
    given("", "Shop A");

    assertThat(places()).containsExactly("88.118.40 0..150", "Shop A 0..150");
  }

  @Test
  void what_is_left_of_a_receipt_that_was_perhaps_paired_shows_nothing_by_its_amount() {
    made("100");
    transferred("15", "", "Shop A", Side.RECEIVED);
    given("6", "Shop A");
    given("9", "Shop A");

    assertThat(places()).containsExactly("88.118.40 70..100", "Shop A 15..30");
  }

  @Test
  void what_is_taken_out_of_a_crate_that_two_packed_is_bounded() {
    packedByTwo();
    contained(Change.LEAVE, CRATE, "50");
    recordedBy(4, "88.118.42");

    assertThat(places())
        .containsExactlyInAnyOrder(
            "88.118.40 50..90",
            "88.118.41 10..50",
            "88.118.40 10..50 in " + CRATE,
            "88.118.41 0..40 in " + CRATE);
  }

  @Test
  void more_than_the_first_had_in_a_crate_comes_from_the_others_who_packed_it() {
    packedByTwo();
    contained(Change.LEAVE, CRATE, "100");

    assertThat(places()).containsExactly("88.118.40 100", "88.118.41 50");
  }

  @Test
  void more_than_is_known_to_be_in_a_crate_was_packed_without_a_word() {
    made("100");
    contained(Change.ENTER, CRATE, "30");
    moved(CRATE, "Shop");
    contained(Change.LEAVE, CRATE, "50");

    assertThat(places()).containsExactly("88.118.40 50..70", "Shop 50");
  }

  @Test
  void what_is_taken_out_of_a_crate_that_nobody_packed_is_where_the_crate_is() {
    made("100");
    moved(CRATE, "Shop");
    contained(Change.LEAVE, CRATE, "20");

    assertThat(places()).containsExactly("88.118.40 80", "Shop 20");
  }

  @Test
  void whoever_gives_more_than_he_has_leaves_nobody_with_nothing() {
    made("100");
    given("100", "Shop A");
    given("100", "Shop B");

    assertThat(places()).containsExactly("Shop A 0..100", "Shop B 100");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void whoever_uses_more_than_he_has_leaves_others_in_doubt() {
    made("100");
    given("100", "Shop A");
    used("100");

    assertThat(places()).containsExactly("Shop A 0..100");
    assertThat(affected().get(0).presence()).isEqualTo(Presence.THERE);
  }

  @Test
  void more_counted_than_there_should_be_may_be_missing_elsewhere() {
    made("100");
    given("40", "Shop A");
    counted("80");

    assertThat(places()).containsExactly("88.118.40 80", "Shop A 20..40");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void a_customer_for_whom_the_maker_records_is_not_the_maker() {
    made("100");
    transferred("40", "Plant", "Shop A", Side.RECEIVED);
    counted("55");

    assertThat(places()).containsExactly("88.118.40 55", "Shop A 40");
  }

  @Test
  void a_customer_for_whom_the_maker_records_what_he_gives_is_not_the_maker() {
    made("100");
    contained(Change.ENTER, CRATE, "40");
    moved(CRATE, "Dealer");
    transferred("10", "Dealer", "Shop", Side.GIVEN);
    used("55");
    counted("5");

    assertThat(places()).containsExactly("88.118.40 5", "Dealer 30 in " + CRATE, "Shop 10");
  }

  @Test
  void a_name_under_which_two_receive_is_neithers_for_sure() {
    made("100");
    given("20", "Customer");
    given("30", "Customer");
    given("35", "Shop B");
    transferred("20", "88.118.40", "Customer", Side.RECEIVED);
    recordedBy(4, "88.118.41");
    transferred("30", "88.118.40", "Customer", Side.RECEIVED);
    recordedBy(5, "88.118.42");
    used("10");
    recordedBy(6, "88.118.41");

    assertThat(places()).containsExactly("88.118.40 5..15", "Customer 40..50", "Shop B 25..35");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void what_is_shipped_in_another_unit_leaves_the_amount_open() {
    made("100");
    happens(
        new Transferred(
            List.of(EventItem.of(LOT, "2", "BX")), "88.118.40", "Shop A", Side.GIVEN, List.of()));

    assertThat(affected())
        .extracting(one -> one.holder() + " " + one.atLeast() + " " + one.left())
        .containsExactly("88.118.40 [0 KGM] [100 KGM]", "Shop A [2 BX] [2 BX]");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void what_is_packed_anew_without_an_amount_may_be_in_either_crate() {
    made("100");
    contained(Change.ENTER, CRATE, "100");
    contained(Change.ENTER, OTHER, "");
    moved(OTHER, "Shop");

    assertThat(places()).containsExactly("88.118.40 0..100 in " + CRATE, "Shop 0..100 in " + OTHER);
  }

  @Test
  void a_receipt_of_what_was_in_a_crate_is_no_second_transfer() {
    made("100");
    contained(Change.ENTER, CRATE, "70");
    moved(CRATE, "Shop A");
    transferred("70", "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 30", "Shop A 70 in " + CRATE);
  }

  @Test
  void a_receipt_of_some_of_what_was_in_a_crate_is_a_second_transfer_or_not() {
    made("100");
    contained(Change.ENTER, CRATE, "70");
    moved(CRATE, "Shop A");
    transferred("20", "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(places())
        .containsExactly("88.118.40 10..30", "Shop A 50..70 in " + CRATE, "Shop A 0..20");
  }

  @Test
  void a_receipt_of_what_was_shipped_with_its_crate_is_no_second_transfer() {
    made("100");
    contained(Change.ENTER, CRATE, "70");
    happens(
        new Transferred(
            List.of(EventItem.of(CRATE), EventItem.of(LOT, "70", "KGM")),
            "88.118.40",
            "Shop A",
            Side.GIVEN,
            List.of()));
    transferred("70", "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 30", "Shop A 70 in " + CRATE);
  }

  @Test
  void what_comes_back_and_is_shipped_again_is_where_it_was_shipped_last() {
    made("100");
    given("40", "Shop A");
    transferred("40", "88.118.40", "Shop A", Side.RECEIVED);
    transferred("40", "Shop A", "88.118.40", Side.GIVEN);
    transferred("40", "Shop A", "88.118.40", Side.RECEIVED);
    given("40", "Shop B");
    given("40", "Shop A");
    transferred("40", "88.118.40", "Shop A", Side.RECEIVED);
    contained(Change.ENTER, CRATE, "20");
    moved(CRATE, "Dealer");
    moved(CRATE, "Shop B");
    contained(Change.LEAVE, CRATE, "20");
    moved(CRATE, "88.118.40");

    assertThat(places()).containsExactly("Shop A 40", "Shop B 60");
  }

  @Test
  void goods_that_go_back_to_a_supplier_are_there() {
    transferred("100", "88.118.9", "88.118.40", Side.RECEIVED);
    given("10", "88.118.9");

    assertThat(places()).containsExactly("88.118.40 90", "88.118.9 10");
  }

  @Test
  void further_deliveries_of_a_supplier_are_missing_nowhere() {
    transferred("100", "88.118.9", "88.118.40", Side.RECEIVED);
    given("30", "Shop");
    transferred("50", "88.118.9", "88.118.40", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 120", "Shop 30");
    assertThat(summary().complete()).isTrue();
  }

  @Test
  void what_another_supplier_delivers_may_be_missing_elsewhere() {
    made("100");
    given("30", "Shop");
    transferred("50", "88.118.9", "88.118.40", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 120", "Shop 0..30");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void whoever_gave_some_of_a_lot_that_nobody_made_may_have_more() {
    given("10", "Shop");

    assertThat(places()).containsExactlyInAnyOrder("88.118.40 ", "Shop 10");
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void a_receipt_of_what_was_in_a_crate_that_was_received_is_no_second_transfer() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    moved(CRATE, "Shop");
    passed(CRATE, "88.118.40", "Shop", Side.RECEIVED);
    transferred("60", "88.118.40", "Shop", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 40", "Shop 60 in " + CRATE);
  }

  @Test
  void a_receipt_of_a_crate_is_no_second_transfer_of_what_is_said_to_be_given() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    given("60", "Shop A");
    passed(CRATE, "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(places()).containsExactlyInAnyOrder("88.118.40 40", "Shop A 60 in " + CRATE);
    assertThat(summary().complete()).isTrue();

    transferred("60", "88.118.40", "Shop A", Side.RECEIVED);
    passed(CRATE, "Shop A", "Shop B", Side.GIVEN);
    assertThat(places()).containsExactlyInAnyOrder("88.118.40 40", "Shop B 60 in " + CRATE);
  }

  @Test
  void a_crate_of_which_all_is_said_to_be_given_still_has_it() {
    made("60");
    contained(Change.ENTER, CRATE, "60");
    given("60", "Shop A");
    passed(CRATE, "88.118.40", "Shop A", Side.RECEIVED);
    passed(CRATE, "Shop A", "Shop B", Side.GIVEN);

    assertThat(places()).containsExactly("Shop B 60 in " + CRATE);
  }

  @Test
  void a_delivery_of_a_crate_is_no_second_transfer_of_what_was_received_by_a_clock_ahead() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    transferred("60", "88.118.40", "Shop A", Side.RECEIVED);
    passed(CRATE, "88.118.40", "Shop A", Side.GIVEN);

    assertThat(places()).containsExactlyInAnyOrder("88.118.40 40", "Shop A 60 in " + CRATE);
  }

  @Test
  void what_was_received_in_a_crate_may_have_been_given_on_before_its_receipt_is_written() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    given("60", "Shop A");
    transferred("30", "Shop A", "Shop B", Side.GIVEN);
    passed(CRATE, "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(places())
        .containsExactlyInAnyOrder("88.118.40 40", "Shop A 30 in " + CRATE, "Shop B 30");
  }

  @Test
  void a_receipt_of_a_crate_with_more_or_less_than_was_given_is_a_second_transfer_or_not() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    given("50", "Shop A");
    passed(CRATE, "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(places())
        .containsExactlyInAnyOrder("88.118.40 0..40", "Shop A 0..50", "Shop A 50..60 in " + CRATE);
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void a_receipt_of_two_crates_with_what_was_given_leaves_nobody_with_nothing() {
    made("100");
    contained(Change.ENTER, CRATE, "30");
    contained(Change.ENTER, OTHER, "30");
    given("60", "Shop A");
    passed(CRATE, "88.118.40", "Shop A", Side.RECEIVED);
    passed(OTHER, "88.118.40", "Shop A", Side.RECEIVED);

    assertThat(places())
        .containsExactlyInAnyOrder(
            "88.118.40 0..60",
            "Shop A 0..60",
            "Shop A 10..30 in " + CRATE,
            "Shop A 10..30 in " + OTHER);
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void a_giver_who_tells_of_a_crate_and_of_what_must_have_been_in_it_tells_of_one_or_two() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    given("60", "Shop A");
    moved(CRATE, "Shop A");

    assertThat(places())
        .containsExactlyInAnyOrder("88.118.40 0..40", "Shop A 0..60", "Shop A 40..60 in " + CRATE);
    assertThat(summary().complete()).isFalse();
  }

  @Test
  void a_late_receipt_does_not_bring_a_thing_back() {
    happens(new Created(items(THING, "")));
    passed(THING, "88.118.40", "Dealer", Side.GIVEN);
    passed(THING, "Dealer", "Shop", Side.GIVEN);
    passed(THING, "88.118.40", "Dealer", Side.RECEIVED);
    assertThat(holders(THING)).containsExactly("Shop");

    passed(THING, "Dealer", "Shop", Side.RECEIVED);
    passed(THING, "Shop", "88.118.40", Side.GIVEN);
    assertThat(holders(THING)).containsExactly("88.118.40");

    passed(THING, "88.118.40", "Dealer", Side.GIVEN);
    assertThat(holders(THING)).containsExactly("Dealer");
  }

  @Test
  void halves_of_one_moment_belong_together() {
    Instant noon = BEGIN.plusSeconds(21_600);
    happens(new Created(items(THING, "")));
    for (Side side : List.of(Side.GIVEN, Side.RECEIVED)) {
      happensAt(noon, new Transferred(items(THING, ""), "88.118.40", "Dealer", side, List.of()));
      happensAt(noon, new Transferred(items(THING, ""), "Dealer", "Shop", side, List.of()));
    }
    assertThat(holders(THING)).containsExactly("Shop");
    events.remove(events.size() - 1);
    assertThat(holders(THING)).containsExactly("Shop");
  }

  @Test
  void a_late_receipt_of_a_crate_does_not_bring_back_what_is_in_it() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    contained(Change.ENTER, CRATE, THING, "");
    passed(CRATE, "88.118.40", "Dealer", Side.GIVEN);
    passed(CRATE, "Dealer", "Shop", Side.GIVEN);
    passed(CRATE, "88.118.40", "Dealer", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 40", "Shop 60 in " + CRATE);
    assertThat(holders(THING)).containsExactly("Shop");
    assertThat(holders(CRATE)).containsExactly("Shop");
  }

  @Test
  void nor_does_it_after_the_crate_was_looked_at() {
    made("100");
    contained(Change.ENTER, CRATE, "60");
    passed(CRATE, "88.118.40", "Dealer", Side.GIVEN);
    passed(CRATE, "Dealer", "Shop", Side.GIVEN);
    given("10", "Dealer");
    passed(CRATE, "88.118.40", "Dealer", Side.RECEIVED);
    given("10", "Dealer");

    assertThat(places())
        .containsExactlyInAnyOrder("88.118.40 20", "Shop 60 in " + CRATE, "Dealer 20");
  }

  @Test
  void a_late_receipt_of_a_part_does_not_bring_it_back() {
    made("100");
    given("60", "Dealer");
    transferred("60", "Dealer", "Shop", Side.GIVEN);
    transferred("60", "88.118.40", "Dealer", Side.RECEIVED);

    assertThat(places()).containsExactly("88.118.40 40", "Shop 60");
  }

  private List<String> holders(String item) {
    return affected(Suspect.of(ItemId.parse(item))).stream().map(Affected::holder).toList();
  }

  private void packedByTwo() {
    made("100");
    made("50");
    contained(Change.ENTER, CRATE, "60");
    contained(Change.ENTER, CRATE, "40");
    recordedBy(1, "88.118.41");
    recordedBy(3, "88.118.41");
  }

  private List<String> places() {
    return affected().stream().map(SplitLotTest::place).toList();
  }

  private static String place(Affected at) {
    String much = "";
    for (int i = 0; i < at.left().size(); i++) {
      String most = at.left().get(i).amount().toPlainString();
      String least = at.atLeast().get(i).amount().toPlainString();
      much = least.equals(most) ? most : least + ".." + most;
    }
    return at.holder() + " " + much + at.inside().map(in -> " in " + in).orElse("");
  }

  private List<Affected> affected() {
    return affected(Suspect.of(ItemId.parse(LOT))).stream()
        .filter(one -> one.depth() == 0)
        .toList();
  }

  private List<Affected> affected(Suspect suspect) {
    return affected(RecallQuestion.of(List.of(suspect)));
  }

  private List<Affected> affected(RecallQuestion question) {
    return steps(question).stream()
        .filter(step -> step instanceof Affected)
        .map(step -> (Affected) step)
        .toList();
  }

  private Summary summary() {
    return (Summary) steps(RecallQuestion.of(List.of(Suspect.of(ItemId.parse(LOT))))).get(0);
  }

  private List<RecallStep> steps(RecallQuestion question) {
    List<RecallStep> steps = new ArrayList<>();
    try (RecallSteps answer =
        new RecallAnswer(list(), question, Budget.of(Budget.Limits.TRACE), progress -> {})) {
      answer.forEachRemaining(steps::add);
    }
    return steps;
  }

  private EventList list() {
    EventList list = new EventList(events, PACKER);
    recorders.forEach(list::recordedBy);
    return list;
  }

  private void recordedBy(int position, String recorder) {
    recorders.put(position, Prefix.parse(recorder));
  }

  private void made(String amount) {
    happens(new Created(items(LOT, amount)));
  }

  private void used(String amount) {
    happens(new Processed(items(LOT, amount), List.of(EventItem.of("88.118.40/DISH"))));
  }

  private void counted(String amount) {
    events.add(
        new Event(
            BEGIN.plusSeconds(60L * events.size()),
            ZoneOffset.UTC,
            new Observed(items(LOT, amount), List.of()),
            "",
            "stock_taking",
            "",
            "",
            Optional.empty()));
  }

  private void given(String amount, String to) {
    transferred(amount, "88.118.40", to, Side.GIVEN);
  }

  private void transferred(String amount, String from, String to, Side side) {
    happens(new Transferred(items(LOT, amount), from, to, side, List.of()));
  }

  private void moved(String container, String to) {
    passed(container, "", to, Side.GIVEN);
  }

  private void passed(String container, String from, String to, Side side) {
    happens(new Transferred(items(container, ""), from, to, side, List.of()));
  }

  private void contained(Change change, String parent, String amount) {
    contained(change, parent, LOT, amount);
  }

  private void contained(Change change, String parent, String child, String amount) {
    happens(
        new Contained(
            Optional.of(ItemId.parse(parent)), items(child, amount), change, Bond.PACKED));
  }

  private static List<EventItem> items(String name, String amount) {
    return List.of(amount.isEmpty() ? EventItem.of(name) : EventItem.of(name, amount, "KGM"));
  }

  private void happens(Occurrence what) {
    happensAt(BEGIN.plusSeconds(60L * events.size()), what);
  }

  private void happensAt(Instant time, Occurrence what) {
    events.add(Event.at(time, what));
  }
}
