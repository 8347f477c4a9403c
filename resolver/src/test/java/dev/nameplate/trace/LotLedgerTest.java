package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.balance.Account;
import dev.nameplate.trace.balance.Account.Verdict;
import dev.nameplate.trace.balance.Finding;
import dev.nameplate.trace.balance.Finding.Kind;
import dev.nameplate.trace.balance.LotBalance;
import dev.nameplate.trace.balance.LotLedger;
import dev.nameplate.trace.balance.ProcessLedger;
import dev.nameplate.trace.balance.ProcessYield;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.read.Told;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A tank of juice in kilograms and a coil without a weight, through whatever happens to them. */
final class LotLedgerTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final String LOT = "https://id.gs1.org/01/06912345678903/10/T-7";
  private static final String COIL = "88.118.8/COIL-1";
  private static final Instant BEGIN = Instant.parse("2026-03-01T06:00:00Z");

  private final List<Event> events = new ArrayList<>();

  @Test
  void what_came_in_is_what_went_out_and_what_is_left() {
    happens(new Created(List.of(of(LOT, "100.10"))));
    happens(new Transferred(List.of(of(LOT, "20.25")), "Farm", "Mill", Side.RECEIVED, List.of()));
    happens(new Processed(List.of(of(LOT, "50.05")), List.of(of("88.118.8/B-1", "49"))));
    happens(new Transferred(List.of(of(LOT, "30")), "Mill", "Shop", Side.GIVEN, List.of()));
    happens(new Retired(List.of(of(LOT, "0.30"))));

    LotBalance balance = balance(LOT, Tolerance.NONE);

    assertThat(balance.accounts())
        .containsExactly(
            new Account(
                "KGM",
                number("100.10"),
                number("20.25"),
                number("50.05"),
                number("30"),
                number("0.30"),
                Optional.empty(),
                Verdict.UNCOUNTED));
    assertThat(balance.accounts().get(0).onHand()).isEqualTo("40.00");
    assertThat(balance.findings()).isEmpty();
    assertThat(balance.events()).isEqualTo(5);
  }

  @Test
  void a_tenth_added_ten_times_is_one() {
    for (int i = 0; i < 10; i++) {
      happens(new Created(List.of(of(LOT, "0.1"))));
    }
    happens(new Retired(List.of(of(LOT, "1"))));

    assertThat(balance(LOT, Tolerance.NONE).accounts().get(0).onHand()).isZero();
  }

  @Test
  void what_no_long_and_no_double_can_tell_is_exact() {
    happens(new Created(List.of(of(LOT, "123456789012345678901234567890.000000000000000001"))));
    happens(new Retired(List.of(of(LOT, "123456789012345678901234567890"))));

    assertThat(balance(LOT, Tolerance.NONE).accounts().get(0).onHand())
        .isEqualByComparingTo("0.000000000000000001");
  }

  @ParameterizedTest(name = "made {0}, used {1}, tolerance {2}: {3}")
  @CsvSource({
    "100, 100,    0%,    UNCOUNTED",
    "100, 100.01, 0%,    OVER_USED",
    "100, 105,    5%,    UNCOUNTED",
    "100, 105.01, 5%,    OVER_USED",
    "100, 100.5,  0.5,   UNCOUNTED",
    "100, 100.51, 0.5,   OVER_USED",
  })
  void over_use_is_what_exceeds_the_tolerance(
      String made, String used, String tolerance, Verdict expected) {
    happens(new Created(List.of(of(LOT, made))));
    happens(new Processed(List.of(of(LOT, used)), List.of(of("88.118.8/B-1", "1"))));

    LotBalance balance = balance(LOT, tolerance(tolerance));

    assertThat(balance.accounts().get(0).verdict()).isEqualTo(expected);
    if (expected == Verdict.OVER_USED) {
      Finding finding = balance.findings().get(0);
      assertThat(finding.kind()).isEqualTo(Kind.OVER_USE);
      assertThat(finding.quantity())
          .contains(new Quantity(number(used).subtract(number(made)), "KGM"));
      assertThat(finding.events()).containsExactly(id(1));
    } else {
      assertThat(balance.findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stock_taking",
        "cycle_counting",
        "urn:epcglobal:cbv:bizstep:stock_taking",
        "https://ref.gs1.org/cbv/BizStep-cycle_counting"
      })
  void a_count_is_compared_with_what_should_have_been_there_then(String step) {
    happens(new Created(List.of(of(LOT, "100"))));
    happens(new Processed(List.of(of(LOT, "40")), List.of(of("88.118.8/B-1", "1"))));
    happens(new Observed(List.of(of(LOT, "35"), of(LOT, "20")), List.of()), step);
    happens(new Processed(List.of(of(LOT, "60")), List.of(of("88.118.8/B-2", "1"))));

    Account strict = balance(LOT, Tolerance.NONE).accounts().get(0);

    assertThat(strict.count().orElseThrow().counted()).isEqualByComparingTo("55");
    assertThat(strict.count().orElseThrow().difference()).isEqualByComparingTo("-5");
    assertThat(strict.verdict()).isEqualTo(Verdict.COUNT_DIFFERS);
    assertThat(balance(LOT, Tolerance.percent("5")).accounts().get(0).verdict())
        .isEqualTo(Verdict.BALANCED);
  }

  @Test
  void looking_at_a_part_is_no_count() {
    happens(new Created(List.of(of(LOT, "100"))));
    happens(new Observed(List.of(of(LOT, "1")), List.of()), "inspecting");

    assertThat(balance(LOT, Tolerance.NONE).accounts().get(0).count()).isEmpty();
  }

  @Test
  void units_are_never_added() {
    happens(new Created(List.of(EventItem.of(LOT, "1", "TNE"))));
    happens(new Processed(List.of(of(LOT, "400")), List.of(of("88.118.8/B-1", "1"))));

    LotBalance balance = balance(LOT, Tolerance.NONE);

    assertThat(balance.accounts()).extracting(Account::unit).containsExactly("KGM", "TNE");
    assertThat(balance.accounts())
        .extracting(Account::verdict)
        .containsExactly(Verdict.NO_SUPPLY, Verdict.UNCOUNTED);
    assertThat(balance.findings()).extracting(Finding::kind).containsExactly(Kind.NO_SUPPLY);
  }

  @Test
  void a_lot_of_which_nobody_says_how_much_was_used_is_not_guessed_at() {
    happens(new Created(List.of(of(LOT, "100"))));
    happens(new Processed(List.of(EventItem.of(LOT)), List.of(of("88.118.8/B-1", "1"))));
    happens(new Processed(List.of(EventItem.of(LOT)), List.of(of("88.118.8/B-2", "1"))));

    LotBalance balance = balance(LOT, Tolerance.NONE);

    assertThat(balance.accounts().get(0).onHand()).isEqualByComparingTo("100");
    assertThat(balance.unsaid()).isEqualTo(2);
    assertThat(balance.findings()).isEmpty();
  }

  @Test
  void a_single_thing_is_used_up_once() {
    happens(new Created(List.of(of(COIL, "21.4"))));
    happens(usedFor("88.118.8/A"));

    assertThat(balance(COIL, Tolerance.NONE).findings()).isEmpty();
    assertThat(balance(COIL, Tolerance.NONE).accounts().get(0).onHand()).isZero();

    happens(usedFor("88.118.8/B"));

    assertThat(balance(COIL, Tolerance.NONE).findings())
        .containsExactly(
            new Finding(
                Kind.DOUBLE_SPEND, ItemId.parse(COIL), Optional.empty(), List.of(id(1), id(2))));
  }

  @Test
  void one_process_told_in_several_events_uses_a_thing_once() {
    happens(new Created(List.of(EventItem.of(COIL))));
    happens(new Processed("RUN-1", List.of(EventItem.of(COIL)), List.of(), false));
    happens(new Processed("RUN-1", List.of(EventItem.of(COIL)), List.of(), false));

    assertThat(balance(COIL, Tolerance.NONE).findings()).isEmpty();
  }

  @Test
  void what_is_used_in_part_can_be_used_again() {
    happens(new Created(List.of(EventItem.of(COIL))));
    for (String made : List.of("88.118.8/A", "88.118.8/B")) {
      happens(new Processed("", List.of(EventItem.of(COIL)), List.of(EventItem.of(made)), true));
    }

    assertThat(balance(COIL, Tolerance.NONE).findings()).isEmpty();
    assertThat(balance(COIL, Tolerance.NONE).unsaid()).isEqualTo(2);
  }

  @Test
  void a_repaired_thing_can_be_used_again() {
    happens(new Created(List.of(EventItem.of(COIL))));
    happens(usedFor(COIL));
    happens(usedFor("88.118.8/A"));

    assertThat(balance(COIL, Tolerance.NONE).findings()).isEmpty();
  }

  @Test
  void what_was_retired_is_gone_unless_clocks_may_differ_by_that_much() {
    happens(new Created(List.of(EventItem.of(COIL))));
    happens(new Retired(List.of(EventItem.of(COIL))));
    Event used = Event.at(BEGIN.plusSeconds(60 * 60), usedFor("88.118.8/A"));
    events.add(used);

    assertThat(balance(COIL, Tolerance.NONE).findings()).isEmpty();

    events.set(2, Event.at(used.time().plusSeconds(120), used.occurrence()));

    assertThat(balance(COIL, Tolerance.NONE).findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.USED_AFTER_RETIREMENT);
  }

  @Test
  void whoever_gave_a_thing_away_cannot_do_so_again_before_it_is_back() {
    happens(given("Mill", "Dealer"));
    happens(given("Dealer", "Shop"));

    assertThat(balance(COIL, Tolerance.NONE).findings()).isEmpty();

    happens(given("Mill", "Builder"));

    assertThat(balance(COIL, Tolerance.NONE).findings())
        .containsExactly(
            new Finding(
                Kind.SHIPPED_TWICE, ItemId.parse(COIL), Optional.empty(), List.of(id(0), id(2))));
  }

  @Test
  void what_came_back_can_be_given_away_again() {
    happens(given("Mill", "Dealer"));
    happens(given("Dealer", "Mill"));
    happens(given("Mill", "Builder"));

    assertThat(balance(COIL, Tolerance.NONE).findings()).isEmpty();
  }

  @Test
  void both_halves_of_a_transfer_of_a_whole_thing_cancel_out() {
    happens(new Created(List.of(of(COIL, "21.4"))));
    happens(given("Mill", "Dealer"));
    happens(
        new Transferred(List.of(EventItem.of(COIL)), "Mill", "Dealer", Side.RECEIVED, List.of()));

    Account account = balance(COIL, Tolerance.NONE).accounts().get(0);

    assertThat(account.shipped()).isEqualByComparingTo("21.4");
    assertThat(account.received()).isEqualByComparingTo("21.4");
    assertThat(account.onHand()).isEqualByComparingTo("21.4");
  }

  @ParameterizedTest(name = "{0}, then {1}")
  @CsvSource({
    "UNSAID, RECEIVED",
    "UNSAID, GIVEN",
    "GIVEN, UNSAID",
    "RECEIVED, UNSAID",
    "GIVEN, RECEIVED"
  })
  void a_transfer_whose_side_one_record_leaves_out_is_shipped_and_received_once(
      Side first, Side second) {
    happens(new Created(List.of(of(LOT, "100"))));
    happens(new Transferred(List.of(of(LOT, "40")), "Mill", "Shop", first, List.of()));
    happens(new Transferred(List.of(of(LOT, "40")), "Mill", "Shop", second, List.of()));

    Account account = balance(LOT, Tolerance.NONE).accounts().get(0);

    assertThat(account.shipped()).isEqualByComparingTo("40");
    assertThat(account.received()).isEqualByComparingTo("40");
  }

  @Test
  void two_deliveries_whose_sides_are_left_out_are_two() {
    happens(new Created(List.of(of(LOT, "100"))));
    happens(new Transferred(List.of(of(LOT, "40")), "Mill", "Shop", Side.UNSAID, List.of()));
    happens(new Transferred(List.of(of(LOT, "40")), "Mill", "Shop", Side.UNSAID, List.of()));
    happens(new Transferred(List.of(of(LOT, "40")), "Mill", "Shop", Side.RECEIVED, List.of()));

    Account account = balance(LOT, Tolerance.NONE).accounts().get(0);

    assertThat(account.shipped()).isEqualByComparingTo("80");
    assertThat(account.received()).isEqualByComparingTo("80");
  }

  @Test
  void the_same_event_under_two_prefixes_counts_once() {
    happens(new Created(List.of(of(LOT, "100"))));
    events.add(events.get(0));

    assertThat(balance(LOT, Tolerance.NONE).accounts().get(0).made()).isEqualByComparingTo("100");
  }

  @Test
  void findings_beyond_the_most_that_are_listed_are_counted() {
    for (int i = 0; i <= LotBalance.MAX_FINDINGS + 1; i++) {
      happens(usedFor("88.118.8/A" + i));
    }

    LotBalance balance = balance(COIL, Tolerance.NONE);

    assertThat(balance.findings()).hasSize(LotBalance.MAX_FINDINGS);
    assertThat(balance.findingCount()).isEqualTo(LotBalance.MAX_FINDINGS + 1);
  }

  @Test
  void the_yield_of_a_process_is_that_of_all_its_events_and_of_each_unit() {
    ProcessLedger ledger = new ProcessLedger();
    ledger.add(new Processed("RUN", List.of(of(LOT, "60"), of(LOT, "40")), List.of(), false));
    ledger.add(
        new Processed(
            "RUN",
            List.of(),
            List.of(of("88.118.8/B-1", "33.335"), EventItem.of("88.118.8/B-2", "7", "C62")),
            false));

    List<ProcessYield> yields = ledger.yields("RUN");

    assertThat(yields)
        .containsExactly(
            new ProcessYield("RUN", "C62", number("0"), number("7"), true),
            new ProcessYield("RUN", "KGM", number("100"), number("33.335"), true));
    assertThat(yields.get(0).percent()).isEmpty();
    assertThat(yields.get(1).percent()).contains(number("33.34"));
  }

  @Test
  void a_process_of_which_not_everything_was_weighed_has_no_yield() {
    ProcessLedger ledger = new ProcessLedger();
    ledger.add(
        new Processed(
            List.of(of(LOT, "60"), EventItem.of(COIL)), List.of(of("88.118.8/B-1", "55"))));

    assertThat(ledger.yields("x").get(0).percent()).isEmpty();
  }

  private static Processed usedFor(String made) {
    return new Processed(List.of(EventItem.of(COIL)), List.of(EventItem.of(made)));
  }

  private static Transferred given(String from, String to) {
    return new Transferred(List.of(EventItem.of(COIL)), from, to, Side.GIVEN, List.of());
  }

  private void happens(Occurrence what) {
    happens(what, "");
  }

  private void happens(Occurrence what, String step) {
    events.add(Event.at(BEGIN.plusSeconds(60L * events.size()), what).step(step));
  }

  private EventId id(int event) {
    return Content.of(events.get(event)).id();
  }

  private LotBalance balance(String lot, Tolerance tolerance) {
    LotLedger ledger = new LotLedger(ItemId.parse(lot), tolerance, TraceQuestion.DEFAULT_SLACK);
    events.forEach(event -> ledger.enter(new Told(Content.of(event), MILL)));
    return ledger.balance(List.of());
  }

  private static Tolerance tolerance(String text) {
    return text.endsWith("%")
        ? Tolerance.percent(text.substring(0, text.length() - 1))
        : Tolerance.amount(text);
  }

  private static EventItem of(String item, String kilograms) {
    return EventItem.of(item, kilograms, "KGM");
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
