package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.error.NameplateException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.balance.LineageReconciliation;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import dev.nameplate.trace.read.NotNamedException;
import dev.nameplate.trace.read.StoredEvents;
import dev.nameplate.trace.recall.Recall;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.statement.RecordedEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a stranger is told by a log with restricted events, against what he is told by a log that
 * never had them, and by a log in which they happened at other times.
 */
class HiddenEventsTest {
  private static final Caller STRANGER = Caller.STRANGER;
  private static final Duration AN_HOUR = Duration.ofHours(1);

  @TempDir private Path directory;

  private record Made(Event event, boolean restricted) {}

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_stranger_is_told_what_a_node_without_the_restricted_events_tells(long seed) {
    Random random = new Random(seed);
    RandomEvents events = new RandomEvents(seed, 8 + random.nextInt(8));
    List<Made> all = new ArrayList<>();
    for (int i = 0; i < 70; i++) {
      all.add(new Made(events.next(), random.nextInt(3) == 0));
    }
    try (EventLog with = new EventLog(directory.resolve("with"));
        EventLog without = new EventLog(directory.resolve("without"));
        EventLog shifted = new EventLog(directory.resolve("shifted"))) {
      record(with, all);
      record(without, all.stream().filter(made -> !made.restricted()).toList());
      record(shifted, all.stream().map(made -> shifted(made, random)).toList());
      List<Instant> times = boundaries(all);
      for (ItemId item : events.items()) {
        for (int question = 0; question < 2; question++) {
          Instant from = times.get(random.nextInt(times.size()));
          Instant until = from.plusMillis((long) random.nextInt(2) * random.nextInt(20_000_000));
          TraceQuestion trace = trace(item, random);
          RecallQuestion recall = recall(item, from, until, random);
          EventFilter filter = filter(item, from, random);
          int size = 1 + random.nextInt(4);
          String why = "seed " + seed + ", " + trace + ", " + recall + ", " + filter;

          assertThat(traced(with, trace, false)).as(why).isEqualTo(traced(without, trace, false));
          assertThat(traced(with, trace, true)).as(why).isEqualTo(traced(shifted, trace, true));
          assertThat(recalled(with, recall, false))
              .as(why)
              .isEqualTo(recalled(without, recall, false));
          assertThat(recalled(with, recall, true))
              .as(why)
              .isEqualTo(recalled(shifted, recall, true));
          assertThat(reconciled(with, item, false))
              .as(why)
              .isEqualTo(reconciled(without, item, false));
          assertThat(reconciled(with, item, true))
              .as(why)
              .isEqualTo(reconciled(shifted, item, true));
          assertThat(listed(with, filter, size)).as(why).isEqualTo(listed(without, filter, size));
        }
      }
    }
  }

  private static void record(EventLog log, List<Made> events) {
    List<CompletableFuture<?>> written = new ArrayList<>();
    events.forEach(made -> written.add(log.append(made.event(), made.restricted())));
    written.forEach(CompletableFuture::join);
  }

  /** The same event, at another time if it is restricted. */
  private static Made shifted(Made made, Random random) {
    Event event = made.event();
    return made.restricted()
        ? new Made(
            Event.at(EventLog.minute(random.nextInt(600)), event.occurrence())
                .step(event.step())
                .name(event.name()),
            true)
        : made;
  }

  /** Times at which an answer would change if restricted events decided about it. */
  private static List<Instant> boundaries(List<Made> all) {
    List<Instant> times = new ArrayList<>();
    for (Made made : all) {
      times.add(made.event().time().plusMillis(made.restricted() ? 1 : 0));
      times.add(made.event().time());
    }
    return times;
  }

  private static TraceQuestion trace(ItemId item, Random random) {
    return TraceQuestion.about(
            item, random.nextBoolean() ? Direction.UPSTREAM : Direction.DOWNSTREAM)
        .within(
            random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0,
            random.nextInt(5) == 0 ? 1 + random.nextInt(8) : 0)
        .strict(random.nextBoolean())
        .slack(Duration.ofMinutes(random.nextInt(120)))
        .history(random.nextBoolean());
  }

  private static RecallQuestion recall(ItemId item, Instant from, Instant until, Random random) {
    Suspect suspect =
        switch (random.nextInt(4)) {
          case 0 -> Suspect.of(item);
          case 1 -> Suspect.since(item, from);
          case 2 -> new Suspect(item, Optional.empty(), Optional.of(until));
          default -> new Suspect(item, Optional.of(from), Optional.of(until));
        };
    return RecallQuestion.of(List.of(suspect))
        .slack(random.nextBoolean() ? Duration.ZERO : AN_HOUR)
        .within(random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0, 0);
  }

  private static EventFilter filter(ItemId item, Instant from, Random random) {
    EventFilter all = EventFilter.ALL;
    return new EventFilter(
        random.nextInt(3) > 0 ? Optional.of(item) : all.item(),
        random.nextBoolean() ? Optional.of(EventLog.MILL) : all.recorder(),
        random.nextInt(6) == 0 ? "name-" + random.nextInt(70) : "",
        all.id(),
        random.nextInt(3) == 0 ? Set.of(EventKind.PROCESS, EventKind.CONTAIN) : Set.of(),
        random.nextInt(6) == 0 ? "s" + random.nextInt(70) : "",
        random.nextInt(3) == 0 ? Optional.of(from) : all.from(),
        random.nextInt(3) == 0 ? Optional.of(from.plusSeconds(3600)) : all.until(),
        0,
        0);
  }

  /** What an answer says, line by line, or why there is none. */
  private static List<String> lines(Supplier<List<String>> answer) {
    try {
      return answer.get();
    } catch (NameplateException e) {
      return List.of(e.getClass().getName(), e.reason().name(), String.valueOf(e.getMessage()));
    }
  }

  private static List<String> traced(EventLog log, TraceQuestion question, boolean holes) {
    return lines(
        () ->
            TracerModelTest.answer(TracerModelTest.tracer(log), question, STRANGER).stream()
                .filter(step -> !(step instanceof TraceStep.Summary summary) || summary.last())
                .filter(step -> holes || !isOfHidden(step))
                .map(step -> line(step, holes))
                .toList());
  }

  /** Whether a step may differ where something is hidden: a hole is in the place of another one. */
  private static boolean isOfHidden(TraceStep step) {
    return step instanceof TraceStep.Hole hole
        && (hole.reason() == TraceStep.Reason.NO_ACCESS
            || hole.reason() == TraceStep.Reason.UNKNOWN_ORIGIN);
  }

  private static String line(TraceStep step, boolean holes) {
    if (step instanceof TraceStep.Summary summary) {
      return "summary "
          + summary.items()
          + " "
          + summary.events()
          + " "
          + (holes ? summary.holes() : "")
          + summary.totals()
          + summary.complete();
    }
    return step instanceof TraceStep.Deed deed
        ? deed.event().value().id() + " " + deed.depth() + deed.role() + deed.verdict()
        : step.toString();
  }

  private static List<String> recalled(EventLog log, RecallQuestion question, boolean holes) {
    return lines(
        () -> {
          List<String> lines = new ArrayList<>();
          Recall recall = new Recall(log.statements(), log.index());
          try (RecallSteps steps =
              recall.recall(question, Budget.of(Budget.Limits.TRACE), STRANGER)) {
            while (steps.hasNext()) {
              RecallStep step = steps.next();
              if (step instanceof RecallStep.Summary summary) {
                lines.add(
                    summary.totals()
                        + " "
                        + summary.certain()
                        + " "
                        + summary.possible()
                        + " "
                        + summary.excluded()
                        + (holes ? " " + summary.holes() + summary.complete() : ""));
              } else if (holes
                  || !(step instanceof RecallStep.Hole hole)
                  || hole.reason() != TraceStep.Reason.NO_ACCESS) {
                lines.add(step.toString());
              }
            }
          }
          return lines;
        });
  }

  private static List<String> reconciled(EventLog log, ItemId item, boolean whole) {
    return lines(
        () -> {
          List<String> lines = new ArrayList<>();
          Reconciliation reconciliation = new LineageReconciliation(log.statements(), log.index());
          Reconciliation.Question question =
              new Reconciliation.Question(item, AsOf.Newest.NEWEST, AN_HOUR);
          lines.add(
              reconciliation
                  .balance(question, Tolerance.NONE, Budget.of(Budget.Limits.TRACE), STRANGER)
                  .toString());
          reconciliation.yields(
              question,
              Budget.of(Budget.Limits.TRACE),
              STRANGER,
              process ->
                  lines.add(
                      process.process()
                          + " "
                          + process.unit()
                          + " "
                          + process.used()
                          + " "
                          + process.made()
                          + (whole ? process.whole() : "")));
          return lines;
        });
  }

  /** All pages of events; those of an item end at the same events whatever is hidden. */
  private static List<String> listed(EventLog log, EventFilter filter, int size) {
    return lines(
        () -> {
          List<String> lines = new ArrayList<>();
          StoredEvents lists =
              new StoredEvents(log.statements(), log.index(), () -> Set.of(EventLog.MILL));
          String token = "";
          do {
            EventLists.Page page =
                lists.list(
                    filter, size, Long.MAX_VALUE, token, Budget.of(Budget.Limits.TRACE), STRANGER);
            for (EventLists.Listed listed : page.events()) {
              RecordedEvent event = listed.event().value();
              if (event.id().isPresent()) {
                lines.add(event.id() + " " + listed.withdrawnBy() + " " + listed.withdrawn());
              } else {
                assertThat(listed.withdrawn()).isFalse();
                assertThat(listed.event().statement().toProto().getDisclosuresCount()).isZero();
              }
            }
            token = page.nextToken();
            if (filter.item().isPresent()) {
              lines.add("page ends " + token.isEmpty());
            }
          } while (!token.isEmpty());
          return lines;
        });
  }

  @Test
  void a_process_has_its_yield_also_if_the_first_event_of_it_about_the_lot_is_restricted() {
    try (EventLog log = new EventLog(directory)) {
      log.record(EventLog.process(0, "ORE=9:KGM", "LOT=9:KGM"));
      log.recordRestricted(EventLog.process(1, "RUN", "LOT=3:KGM", "A=3:KGM"));
      log.record(EventLog.process(2, "RUN", "LOT=2:KGM", "B=2:KGM"));
      log.recordRestricted(EventLog.process(3, "DAY", "ORE=4:KGM", "LOT=4:KGM"));
      log.record(EventLog.process(4, "DAY", "LOT=1:KGM", "C=1:KGM"));
      log.recordRestricted(EventLog.process(5, "NIGHT", "LOT=1:KGM", ""));
      log.record(EventLog.process(6, "NIGHT", "", "D=1:KGM"));

      assertThat(reconciled(log, EventLog.item("LOT"), true))
          .contains("RUN KGM 2 2false", "DAY KGM 1 1false")
          .noneMatch(line -> line.startsWith("NIGHT")); // what is shown does not name the lot
    }
  }

  @Test
  void an_item_that_only_restricted_events_name_is_like_one_that_no_event_names() {
    try (EventLog log = new EventLog(directory)) {
      log.recordRestricted(EventLog.process(1, "SECRET-IN", "SECRET-OUT"));
      log.record(EventLog.create(2, "OPEN"));
      for (String name : List.of("SECRET-IN", "SECRET-OUT")) {
        ItemId secret = EventLog.item(name);
        ItemId never = EventLog.item("NEVER");
        for (TraceQuestion question :
            List.of(TraceQuestion.upstream(secret), TraceQuestion.downstream(secret))) {
          assertThat(traced(log, question, true))
              .isEqualTo(
                  named(traced(log, TraceQuestion.about(never, question.direction()), true), name));
        }
        assertThat(recalled(log, RecallQuestion.of(List.of(Suspect.of(secret))), true))
            .isEqualTo(
                named(recalled(log, RecallQuestion.of(List.of(Suspect.of(never))), true), name));
        assertThat(reconciled(log, secret, true))
            .isEqualTo(named(reconciled(log, never, true), name));
        assertThat(listed(log, EventFilter.of(secret), 5))
            .isEqualTo(listed(log, EventFilter.of(never), 5));
      }
    }
  }

  private static List<String> named(List<String> lines, String name) {
    return lines.stream().map(line -> line.replace("NEVER", name)).toList();
  }

  @Test
  void a_hole_does_not_tell_at_which_position_a_restricted_event_was_recorded() {
    try (EventLog log = new EventLog(directory)) {
      log.record(EventLog.create(0, "X"));
      log.record(EventLog.process(1, "P1", "X", "Y"));
      log.recordRestricted(EventLog.process(2, "P1", "X", "Z"));
      log.recordRestricted(seen(3, "Y"));
      log.record(EventLog.create(4, "OTHER"));
      log.read().close();
      Set<List<String>> traced = new HashSet<>();
      Set<List<String>> recalled = new HashSet<>();
      for (long position = 2; position <= 5; position++) {
        AsOf.State asOf = new AsOf.Position(position);
        traced.add(
            traced(
                log, TraceQuestion.downstream(EventLog.item("X")).history(true).asOf(asOf), true));
        recalled.add(
            recalled(
                log, RecallQuestion.of(List.of(Suspect.of(EventLog.item("X")))).asOf(asOf), true));
      }

      assertThat(traced).hasSize(1);
      assertThat(recalled).hasSize(1);
      assertThat(traced.iterator().next())
          .as("of the item, of the process, and of the history of what was made")
          .filteredOn(line -> line.contains("NO_ACCESS"))
          .hasSize(3);
    }
  }

  @Test
  void nothing_follows_from_a_restricted_event_of_an_open_process() {
    try (EventLog log = new EventLog(directory)) {
      log.record(EventLog.create(0, "X"));
      log.recordRestricted(EventLog.process(60, "P1", "X", ""));
      log.record(
          Event.at(
              EventLog.minute(120),
              new Processed("P1", List.of(), EventLog.items("Y=5:KGM"), false)));

      List<String> recalled =
          recalled(log, RecallQuestion.of(List.of(Suspect.of(EventLog.item("X")))), true);

      assertThat(recalled).noneMatch(line -> line.contains("88.118.8/Y"));
      assertThat(recalled).anyMatch(line -> line.contains("NO_ACCESS"));
      assertThat(reconciled(log, EventLog.item("Y"), true))
          .as("a process whose first event is restricted has a yield, which is not the whole one")
          .endsWith("P1 KGM 0 5false");
    }
  }

  @Test
  void a_page_does_not_end_at_an_event_that_its_reader_may_not_see() {
    try (EventLog log = new EventLog(directory)) {
      log.record(seen(1, "A"));
      log.recordRestricted(seen(2, "A"));
      log.record(seen(3, "A"));
      StoredEvents lists =
          new StoredEvents(log.statements(), log.index(), () -> Set.of(EventLog.MILL));

      EventLists.Page page =
          lists.list(
              EventFilter.of(EventLog.item("A")),
              1,
              Long.MAX_VALUE,
              "",
              Budget.of(Budget.Limits.TRACE),
              STRANGER);

      assertThat(page.nextToken()).isEqualTo(EventLog.minute(1).toEpochMilli() + "_0");
    }
  }

  @Test
  void an_item_is_spelt_as_in_the_first_event_that_its_reader_may_see() {
    try (EventLog log = new EventLog(directory)) {
      log.recordRestricted(seen(1, "tank"));
      log.record(EventLog.process(2, "HEAT", "TANK"));

      assertThat(recalled(log, RecallQuestion.of(List.of(Suspect.of(EventLog.item("HEAT")))), true))
          .anyMatch(line -> line.contains("88.118.8/TANK"))
          .noneMatch(line -> line.contains("88.118.8/tank"));
    }
  }

  @Test
  void the_order_of_items_does_not_tell_that_a_restricted_event_named_one_before() {
    try (EventLog log = new EventLog(directory)) {
      log.recordRestricted(seen(1, "C"));
      log.recordRestricted(seen(1, "B"));
      log.record(EventLog.process(2, "HEAT", "A B C"));
      log.record(EventLog.process(3, "A", "A-1"));
      log.record(EventLog.process(3, "B", "B-1"));
      log.record(EventLog.process(3, "C", "C-1"));

      assertThat(traced(log, TraceQuestion.downstream(EventLog.item("HEAT")), true))
          .filteredOn(line -> line.contains("-1"))
          .extracting(line -> line.substring(line.indexOf("88.118.8/"), line.indexOf("-1")))
          .containsExactly("88.118.8/A", "88.118.8/B", "88.118.8/C");
    }
  }

  @Test
  void the_owner_is_told_everything() {
    try (EventLog log = new EventLog(directory)) {
      log.recordRestricted(EventLog.process(1, "X", "Y"));
      assertThat(
              TracerModelTest.answer(
                  TracerModelTest.tracer(log),
                  TraceQuestion.downstream(EventLog.item("X")),
                  Caller.OPERATOR))
          .hasSize(5);
      assertThatThrownBy(
              () ->
                  TracerModelTest.answer(
                      TracerModelTest.tracer(log),
                      TraceQuestion.downstream(EventLog.item("X")),
                      STRANGER))
          .isInstanceOf(NotNamedException.class);
    }
  }

  private static Event seen(long minute, String item) {
    return EventLog.event(
        minute, new Observed(List.of(EventItem.of(EventLog.item(item).toString())), List.of()));
  }
}
