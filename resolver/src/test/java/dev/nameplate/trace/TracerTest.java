package dev.nameplate.trace;

import static dev.nameplate.lineage.EventLog.contain;
import static dev.nameplate.lineage.EventLog.item;
import static dev.nameplate.lineage.EventLog.process;
import static dev.nameplate.lineage.EventLog.withdraw;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.lineage.CountedReads;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.TimedOutException;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.read.NotNamedException;
import dev.nameplate.trace.walk.LineageTracer;
import dev.nameplate.trust.statement.RecordedEvent;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracerTest {
  @TempDir private Path directory;
  private EventLog log;
  private Tracer tracer;

  @BeforeEach
  void open() {
    log = new EventLog(directory);
    tracer = TracerModelTest.tracer(log);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void a_trace_shows_each_event_before_what_it_is_the_first_to_bring() {
    log.record(EventLog.create(0, "HEAT"));
    long cast = log.record(process(1, "HEAT", "SLAB-1 SLAB-2"));
    long rolled = log.record(process(2, "SLAB-2", "COIL"));
    assertThat(down("HEAT"))
        .containsExactly(
            "item 88.118.8/heat 0",
            "event " + cast + " 1 LINEAGE",
            "item 88.118.8/slab-1 1",
            "item 88.118.8/slab-2 1",
            "event " + rolled + " 2 LINEAGE",
            "item 88.118.8/coil 2");
    assertThat(up("COIL"))
        .containsExactly(
            "item 88.118.8/coil 0",
            "event " + rolled + " 1 LINEAGE",
            "item 88.118.8/slab-2 1",
            "event " + cast + " 2 LINEAGE",
            "item 88.118.8/heat 2");
  }

  @Test
  void totals_are_exact_and_of_the_side_that_is_followed() {
    log.record(process(1, "HEAT=60.5:TNE", "SLAB-1=20.10:TNE SLAB-2=40.25:TNE LABEL=2:C62"));
    TraceStep.Summary summary = last(answer(TraceQuestion.downstream(item("HEAT"))));
    assertThat(summary.totals())
        .containsExactly(
            new TraceStep.Total(EventLog.MILL, "C62", new BigDecimal("2"), 1),
            new TraceStep.Total(EventLog.MILL, "TNE", new BigDecimal("60.35"), 2));
    assertThat(last(answer(TraceQuestion.upstream(item("LABEL")))).totals())
        .containsExactly(new TraceStep.Total(EventLog.MILL, "TNE", new BigDecimal("60.5"), 1));
  }

  @Test
  void what_goes_in_a_circle_is_flagged_once_and_ends() {
    long torn = log.record(process(1, "BEARING", "CORE"));
    long repaired = log.record(process(2, "CORE", "BEARING"));
    assertThat(down("BEARING"))
        .containsExactly(
            "item 88.118.8/bearing 0",
            "event " + torn + " 1 LINEAGE",
            "item 88.118.8/core 1",
            "event " + repaired + " 2 LINEAGE cycle");
    assertThat(down("CORE"))
        .containsExactly(
            "item 88.118.8/core 0",
            "event " + repaired + " 1 LINEAGE cycle",
            "item 88.118.8/bearing 1",
            "event " + torn + " 2 LINEAGE");
  }

  @Test
  void what_goes_in_and_comes_out_of_one_event_is_a_circle() {
    long replaced = log.record(process(1, "CAR OLD", "CAR SCRAP"));
    assertThat(up("SCRAP"))
        .containsExactly(
            "item 88.118.8/scrap 0",
            "event " + replaced + " 1 LINEAGE cycle",
            "item 88.118.8/car 1",
            "item 88.118.8/old 1",
            "hole UNKNOWN_ORIGIN 1 88.118.8/OLD");
  }

  @Test
  void an_event_that_is_dated_against_the_way_is_flagged_or_left_out_if_that_is_asked_for() {
    log.record(process(500, "HEAT", "SLAB"));
    long before = log.record(process(100, "SLAB", "COIL"));
    assertThat(down("HEAT")).contains("event " + before + " 2 LINEAGE out of order");
    TraceQuestion question = TraceQuestion.downstream(item("HEAT"));
    assertThat(lines(question.slack(Duration.ofMinutes(400))))
        .contains("event " + before + " 2 LINEAGE");
    assertThat(lines(question.strict(true))).noneMatch(line -> line.contains("coil"));
    assertThat(lines(question.strict(true).slack(Duration.ofMinutes(400))))
        .contains("item 88.118.8/coil 2");
  }

  @Test
  void items_are_spelled_as_they_were_first_named() {
    log.record(process(1, "Heat", "COIL-1"));
    log.record(process(2, "HEAT", "coil-1 Coil-2"));
    log.record(process(3, "COIL-2", "PART"));
    assertThat(spelled(TraceQuestion.downstream(item("hEAT"))))
        .containsExactly("88.118.8/Heat", "88.118.8/COIL-1", "88.118.8/Coil-2", "88.118.8/PART");
    assertThat(spelled(TraceQuestion.upstream(item("PART"))))
        .containsExactly("88.118.8/PART", "88.118.8/Coil-2", "88.118.8/Heat");
  }

  private List<String> spelled(TraceQuestion question) {
    return answer(question).stream()
        .filter(TraceStep.Item.class::isInstance)
        .map(step -> ((TraceStep.Item) step).id().toString())
        .toList();
  }

  @Test
  void a_withdrawn_event_is_shown_and_not_followed() {
    Event wrong = process(1, "HEAT", "SLAB");
    long position = log.record(wrong);
    Event withdrawal = withdraw(2, wrong);
    log.record(withdrawal);
    assertThat(down("HEAT"))
        .containsExactly("item 88.118.8/heat 0", "event " + position + " 1 LINEAGE withdrawn");
    TraceStep.Deed deed = (TraceStep.Deed) answer(TraceQuestion.downstream(item("HEAT"))).get(2);
    assertThat(deed.verdict().withdrawnBy()).contains(RecordedEvent.Content.of(withdrawal).id());
  }

  @Test
  void an_answer_as_of_a_position_stays_the_same_byte_for_byte_while_events_come() {
    log.record(process(1, "HEAT", "SLAB"));
    Event slitting = process(2, "SLAB", "COIL-1 COIL-2");
    log.record(slitting);
    long size = log.statements().size();
    TraceQuestion question =
        TraceQuestion.downstream(item("HEAT")).asOf(new AsOf.Position(size)).history(true);
    List<TraceStep> before = answer(question);
    log.record(withdraw(3, slitting));
    log.record(process(0, "HEAT", "SLAB-0"));
    log.record(contain(1, Change.ENTER, "CRATE", "SLAB COIL-1"));
    assertThat(answer(question)).isEqualTo(before);
    assertThat(answer(question.asOf(AsOf.Newest.NEWEST))).isNotEqualTo(before);
  }

  @Test
  void an_answer_as_of_a_time_is_that_of_the_position_the_log_had_then() {
    long position = log.record(process(1, "HEAT", "SLAB"));
    TraceStep.Deed first = (TraceStep.Deed) answer(TraceQuestion.downstream(item("HEAT"))).get(2);
    TraceQuestion question =
        TraceQuestion.downstream(item("HEAT")).asOf(new AsOf.Time(first.event().time()));
    assertThat(last(answer(question)).asOfPosition()).isEqualTo(position + 1);
    assertThat(last(answer(question)).asOfTime()).isEqualTo(first.event().time());
    assertThatThrownBy(
            () -> answer(question.asOf(new AsOf.Time(first.event().time().minusMillis(1)))))
        .isInstanceOf(PreconditionException.class);
  }

  @Test
  void an_event_that_not_everyone_may_read_is_a_hole_to_others_and_hides_what_is_behind_it() {
    log.record(process(1, "HEAT", "SLAB"));
    long hidden = log.recordRestricted(process(2, "SLAB", "COIL"));
    assertThat(down("HEAT")).contains("event " + hidden + " 2 LINEAGE", "item 88.118.8/coil 2");
    List<TraceStep> others =
        TracerModelTest.answer(tracer, TraceQuestion.downstream(item("HEAT")), Caller.STRANGER);
    assertThat(TracerModelTest.lines(others))
        .endsWith("item 88.118.8/slab 1", "hole NO_ACCESS 2")
        .noneMatch(line -> line.contains("coil"));
    assertThat(last(others).holes()).isEqualTo(1);
  }

  @Test
  void the_history_of_an_item_is_that_of_what_contained_it_while_it_did() {
    log.record(process(0, "HEAT", "COIL"));
    long in = log.record(contain(10, Change.ENTER, "TRUCK", "COIL"));
    long before = log.record(moved(5, "TRUCK"));
    long during = log.record(moved(20, "TRUCK"));
    long out = log.record(contain(30, Change.LEAVE, "TRUCK", ""));
    long after = log.record(moved(40, "TRUCK"));
    assertThat(lines(TraceQuestion.upstream(item("COIL")).history(true)))
        .containsSubsequence(
            "event " + in + " 0 HISTORY",
            "event " + out + " 0 HISTORY", // it names no item, and empties the truck
            "event " + during + " 0 HISTORY")
        .noneMatch(line -> line.startsWith("event " + before + " "))
        .noneMatch(line -> line.startsWith("event " + after + " "))
        .noneMatch(line -> line.contains("truck"));
    assertThat(up("COIL")).noneMatch(line -> line.contains(Role.HISTORY.name()));
    assertThat(lines(TraceQuestion.upstream(item("TRUCK")).history(true)))
        .contains("event " + out + " 0 HISTORY");
  }

  @Test
  void halves_of_a_transfer_agree_or_differ_or_stand_alone() {
    log.record(given(10, "A=5:KGM", Side.GIVEN));
    log.record(given(20, "A=5.0:KGM", Side.RECEIVED));
    log.record(given(10, "B=5:KGM", Side.GIVEN));
    log.record(given(20, "B=4:KGM", Side.RECEIVED));
    log.record(given(10, "C=5:KGM", Side.GIVEN));
    assertThat(transfers("A")).containsOnly(Verdict.Transfer.AGREES).hasSize(2);
    assertThat(transfers("B")).containsOnly(Verdict.Transfer.DISAGREES).hasSize(2);
    assertThat(transfers("C")).containsExactly(Verdict.Transfer.ONE_SIDED);
  }

  @Test
  void who_recorded_an_event_has_authority_over_what_it_made_or_not_or_nobody_can_say() {
    log.record(process(1, "HEAT", "SLAB"));
    log.record(made(2, "88.118.8/SLAB", "99.1/COIL"));
    log.record(made(3, "99.1/COIL", "urn:example:sheet"));
    log.record(made(4, "88.118.8/SLAB", "88.118.8/SLAB"));
    List<Verdict.Authority> found = new ArrayList<>();
    for (TraceStep step : answer(TraceQuestion.downstream(item("HEAT")))) {
      if (step instanceof TraceStep.Deed deed) {
        found.add(deed.verdict().authority());
      }
    }
    assertThat(found)
        .containsExactly(
            Verdict.Authority.YES,
            Verdict.Authority.NO,
            Verdict.Authority.YES,
            Verdict.Authority.UNKNOWN);
  }

  @Test
  void limits_of_depth_and_count_are_holes() {
    log.record(process(1, "HEAT", "A B C"));
    log.record(process(2, "B", "D"));
    TraceQuestion question = TraceQuestion.downstream(item("HEAT"));
    assertThat(lines(question.within(1, 0))).endsWith("item 88.118.8/c 1", "hole LIMIT_DEPTH 2");
    assertThat(lines(question.within(2, 0))).noneMatch(line -> line.contains("LIMIT"));
    assertThat(lines(question.within(0, 3))).endsWith("item 88.118.8/b 1", "hole LIMIT_COUNT 1");
    assertThat(lines(question.within(0, 5))).noneMatch(line -> line.contains("LIMIT"));
  }

  @Test
  void when_the_time_is_up_the_answer_ends_with_a_hole_and_says_so() {
    log.record(process(1, "HEAT", "A"));
    log.record(process(2, "A", "B"));
    Budget short_ = Budget.of(Budget.Limits.STANDARD.within(Duration.ofMillis(700)));
    try (TraceSteps steps =
        tracer.trace(TraceQuestion.downstream(item("HEAT")), short_, Caller.OPERATOR)) {
      steps.next();
      while (!short_.timeLeft().isZero()) {
        Thread.onSpinWait();
      }
      List<TraceStep> rest = new ArrayList<>();
      steps.forEachRemaining(rest::add);
      assertThat(rest)
          .anyMatch(
              step -> step instanceof TraceStep.Hole hole && hole.reason() == Reason.LIMIT_TIME);
      assertThat(((TraceStep.Summary) rest.get(rest.size() - 1)).complete()).isFalse();
      assertThat(steps.resumeToken()).isEmpty();
    }
    assertThatThrownBy(
            () -> tracer.trace(TraceQuestion.downstream(item("HEAT")), short_, Caller.OPERATOR))
        .isInstanceOf(TimedOutException.class);
  }

  @Test
  void what_empties_a_container_is_history_of_what_was_in_a_container_in_it() {
    log.record(process(0, "HEAT", "COIL"));
    log.record(contain(10, Change.ENTER, "CRATE", "COIL"));
    log.record(contain(20, Change.ENTER, "TRUCK", "CRATE"));
    long unloaded = log.record(contain(30, Change.LEAVE, "TRUCK", ""));
    long unpacked = log.record(contain(40, Change.LEAVE, "CRATE", "COIL"));
    long again = log.record(contain(50, Change.LEAVE, "TRUCK", ""));
    assertThat(lines(TraceQuestion.upstream(item("COIL")).history(true)))
        .containsOnlyOnce("event " + unloaded + " 0 HISTORY", "event " + unpacked + " 0 HISTORY")
        .noneMatch(line -> line.startsWith("event " + again + " "));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(strings = {"x", "AAAA", "!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void a_token_that_is_none_is_refused(String token) {
    log.record(process(1, "HEAT", "A"));
    assertThatThrownBy(() -> answer(TraceQuestion.downstream(item("HEAT")).resume(token)))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.INVALID_ARGUMENT))
        .hasMessageContaining("resume_token");
  }

  @Test
  void a_token_of_another_question_or_of_one_with_more_access_is_refused() {
    log.record(process(1, "HEAT", "A"));
    TraceQuestion question = TraceQuestion.downstream(item("HEAT"));
    String token;
    try (TraceSteps steps = tracer.trace(question, TracerModelTest.budget(), Caller.OPERATOR)) {
      steps.next();
      token = steps.resumeToken();
    }
    assertThat(answer(question.resume(token))).hasSize(5);
    for (TraceQuestion other :
        List.of(
            TraceQuestion.upstream(item("HEAT")),
            question.within(3, 0),
            question.history(true),
            question.strict(true))) {
      assertThatThrownBy(() -> answer(other.resume(token)))
          .isInstanceOf(InvalidInputException.class);
    }
    assertThatThrownBy(
            () -> TracerModelTest.answer(tracer, question.resume(token), Caller.STRANGER))
        .isInstanceOf(InvalidInputException.class);
  }

  @Test
  void an_item_that_nobody_named_and_a_position_behind_the_end_are_refused() {
    log.record(process(1, "HEAT", "A"));
    assertThatThrownBy(() -> up("NEVER"))
        .isInstanceOfSatisfying(
            PreconditionException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.NOT_RECORDED));
    assertThatThrownBy(() -> answer(TraceQuestion.upstream(item("A")).asOf(new AsOf.Position(99))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("position: \"99\" (expected: 0 to 1");
  }

  @Test
  void nothing_that_others_are_told_follows_from_an_event_that_they_may_not_see() {
    log.record(process(0, "HEAT", "COIL"));
    log.record(given(10, "COIL=5:KGM", Side.GIVEN));
    log.recordRestricted(given(20, "COIL=4:KGM", Side.RECEIVED));
    log.recordRestricted(
        EventLog.event(
            30,
            new Transferred(
                EventLog.items("COIL"), "88.118.8", "88.118.77", Side.GIVEN, List.of())));
    log.recordRestricted(contain(40, Change.ENTER, "TRUCK", "COIL"));
    long seen = log.record(moved(41, "TRUCK"));
    log.recordRestricted(EventLog.event(50, new Retired(EventLog.items("COIL"))));
    TraceQuestion question = TraceQuestion.downstream(item("COIL")).history(true);
    List<TraceStep> own = answer(question);
    assertThat(TracerModelTest.lines(own))
        .contains(
            "item 88.118.8/coil 0 retired",
            "hole FOREIGN 0 88.118.8/COIL",
            "event " + seen + " 0 HISTORY");
    assertThat(transfers("COIL")).contains(Verdict.Transfer.DISAGREES);

    List<TraceStep> others = TracerModelTest.answer(tracer, question, Caller.STRANGER);
    assertThat(TracerModelTest.lines(others))
        .contains("item 88.118.8/coil 0", "hole NO_ACCESS 0")
        .noneMatch(line -> line.contains("FOREIGN") || line.startsWith("event " + seen + " "));
    assertThat(others)
        .filteredOn(TraceStep.Deed.class::isInstance)
        .allMatch(
            step -> ((TraceStep.Deed) step).verdict().transfer() == Verdict.Transfer.ONE_SIDED);
  }

  @Test
  void an_item_that_only_hidden_events_name_is_unknown_to_others() {
    log.recordRestricted(process(1, "HEAT", "SLAB"));
    log.record(process(2, "HEAT", "OPEN"));
    TraceQuestion question = TraceQuestion.downstream(item("SLAB"));
    assertThat(TracerModelTest.answer(tracer, question, Caller.OPERATOR)).hasSize(3);
    assertThatThrownBy(() -> TracerModelTest.answer(tracer, question, Caller.STRANGER))
        .isInstanceOf(NotNamedException.class);
    assertThat(
            TracerModelTest.answer(tracer, TraceQuestion.downstream(item("HEAT")), Caller.STRANGER))
        .hasSize(6);
  }

  @Test
  void an_event_whose_withdrawal_others_may_not_see_stands_for_them() {
    Event wrong = process(1, "HEAT", "SLAB");
    log.record(wrong);
    log.recordRestricted(withdraw(2, wrong));
    assertThat(down("HEAT")).endsWith("event 0 1 LINEAGE withdrawn");
    assertThat(
            TracerModelTest.lines(
                TracerModelTest.answer(
                    tracer, TraceQuestion.downstream(item("HEAT")), Caller.STRANGER)))
        .containsExactly("item 88.118.8/heat 0", "event 0 1 LINEAGE", "item 88.118.8/slab 1");
  }

  @Test
  void a_withdrawal_counts_for_every_copy_of_an_event() {
    Event wrong = process(1, "HEAT", "SLAB");
    long open = log.record(wrong);
    long restricted = log.recordRestricted(wrong);
    log.record(withdraw(2, wrong));
    assertThat(down("HEAT"))
        .containsExactly(
            "item 88.118.8/heat 0",
            "event " + open + " 1 LINEAGE withdrawn",
            "event " + restricted + " 1 LINEAGE withdrawn");
  }

  @Test
  void at_the_deepest_level_it_is_still_told_that_there_is_more_elsewhere_or_nothing() {
    log.record(made(1, "99.1/SAND", "88.118.8/GLASS"));
    log.record(process(1, "CLAY", "BRICK"));
    assertThat(lines(TraceQuestion.upstream(item("GLASS")).within(1, 0)))
        .endsWith("item 99.1/sand 1", "hole LIMIT_DEPTH 2");
    assertThat(lines(TraceQuestion.upstream(item("BRICK")).within(1, 0)))
        .endsWith("item 88.118.8/clay 1", "hole UNKNOWN_ORIGIN 1 88.118.8/CLAY");
  }

  @Test
  void what_one_of_several_makings_explains_is_in_order() {
    log.record(process(0, "HEAT", "A B"));
    log.record(process(720, "A", "LOT"));
    log.record(process(360, "B", "LOT"));
    long used = log.record(process(480, "LOT", "SHEET"));
    assertThat(down("HEAT")).contains("event " + used + " 3 LINEAGE");
  }

  @Test
  void an_item_with_very_many_events_is_read_no_further_than_it_is_shown() {
    int uses = 20_000;
    List<CompletableFuture<?>> written = new ArrayList<>();
    for (int i = 0; i < uses; i++) {
      written.add(log.append(process(i % 500, "HEAT", "SLAB-" + i), false));
    }
    written.forEach(CompletableFuture::join);
    log.read().close();
    CountedReads counted = new CountedReads(log.store().lineage());
    try (LineageIndex index = LineageIndex.follow(log.statements(), counted, new CommitFeed());
        TraceSteps steps =
            new LineageTracer(index, log.statements(), log.prefixes()::contains, Optional.empty())
                .trace(
                    TraceQuestion.downstream(item("HEAT")),
                    TracerModelTest.budget().within(Duration.ofMinutes(1)),
                    Caller.OPERATOR)) {
      steps.next();
      counted.take(); // by the first summary, which takes as long as it may
      for (int step = 0; step < 1_000; step++) {
        steps.next();
      }
      assertThat(counted.take()).isLessThan(uses / 2);
      long shown = 1_000;
      TraceStep last = steps.next();
      for (; steps.hasNext(); shown++) {
        last = steps.next();
      }
      assertThat(((TraceStep.Summary) last).items()).isEqualTo(uses + 1);
      assertThat(shown).isEqualTo(2 * uses + 1);
      assertThat(counted.take()).isLessThan(10L * uses);
    }
  }

  private static Event moved(long minute, String items) {
    return EventLog.event(
        minute,
        new Transferred(EventLog.items(items), "the mill", "a haulier", Side.UNSAID, List.of()));
  }

  private static Event given(long minute, String items, Side side) {
    return EventLog.event(
        minute, new Transferred(EventLog.items(items), "the mill", "a customer", side, List.of()));
  }

  private static Event made(long minute, String input, String output) {
    return EventLog.event(
        minute, new Processed(List.of(EventItem.of(input)), List.of(EventItem.of(output))));
  }

  private List<Verdict.Transfer> transfers(String name) {
    List<Verdict.Transfer> found = new ArrayList<>();
    for (TraceStep step : answer(TraceQuestion.downstream(item(name)).history(true))) {
      if (step instanceof TraceStep.Deed deed) {
        found.add(deed.verdict().transfer());
      }
    }
    return found;
  }

  private List<String> up(String name) {
    return lines(TraceQuestion.upstream(item(name)));
  }

  private List<String> down(String name) {
    return lines(TraceQuestion.downstream(item(name)));
  }

  private List<String> lines(TraceQuestion question) {
    return TracerModelTest.lines(answer(question));
  }

  private List<TraceStep> answer(TraceQuestion question) {
    return TracerModelTest.answer(tracer, question, Caller.OPERATOR);
  }

  private static TraceStep.Summary last(List<TraceStep> answer) {
    return (TraceStep.Summary) answer.get(answer.size() - 1);
  }
}
