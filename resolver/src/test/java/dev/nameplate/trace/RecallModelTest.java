package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.gs1.Grain;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.trace.balance.LineageReconciliation;
import dev.nameplate.trace.balance.LotBalance;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.recall.Recall;
import dev.nameplate.trace.recall.RecallAnswer;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Reason;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recalls and places from the index against the same from a list of events that is searched anew
 * each time: for the operator and for strangers, as of earlier positions, with events that are
 * restricted, late and withdrawn.
 */
class RecallModelTest {
  @TempDir private Path directory;

  private final List<NaiveTrace.Recorded> recorded = new ArrayList<>();
  private int recalls;
  private int balances;
  private long seed;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_recall_and_balance_is_what_a_list_of_all_events_gives(long seed) {
    compare(seed);
  }

  @Test
  @Tag("crash")
  void so_are_those_of_many_more_histories() {
    long first = Long.getLong("nameplate.model.seed", 1_000_000);
    int histories = Integer.getInteger("nameplate.model.histories", 40);
    for (long seed = first; seed < first + histories; seed++) {
      compare(seed);
    }
    System.out.println(recalls + " recalls, " + balances + " balances compared");
  }

  private void compare(long seed) {
    recorded.clear();
    this.seed = seed;
    Random random = new Random(seed);
    RandomEvents events = new RandomEvents(seed, 8 + random.nextInt(16));
    try (EventLog log = new EventLog(directory.resolve("history-" + seed))) {
      Recall recall = new Recall(log.statements(), log.index());
      Reconciliation reconciliation = new LineageReconciliation(log.statements(), log.index());
      for (int round = 0; round < 6; round++) {
        record(log, events, random);
        log.read().close(); // waits until all is indexed
        for (int question = 0; question < 40; question++) {
          compare(recall, log, events, random);
          compare(reconciliation, log, events, random);
        }
      }
    }
  }

  @ParameterizedTest(name = "worlds from seed {0}")
  @ValueSource(longs = {20_000, 21_000})
  void the_index_knows_where_the_pieces_of_a_world_are(long first) {
    ItemId lot = ItemId.parse(SplitWorld.LOT);
    for (long seed = first; seed < first + 10; seed++) {
      try (EventLog log = new EventLog(directory.resolve("world-" + seed))) {
        List<Event> events = new SplitWorld(seed, 40, seed % 2 == 0).events();
        events.stream()
            .map(event -> log.append(event, false))
            .toList()
            .forEach(CompletableFuture::join);
        RecallQuestion question = RecallQuestion.of(List.of(Suspect.of(lot)));
        Recall recall = new Recall(log.statements(), log.index());
        assertThat(affected(steps(recall, question, Caller.OPERATOR)))
            .as("seed %d", seed)
            .containsExactlyInAnyOrderElementsOf(affected(steps(events, question)));
      }
    }
  }

  private void compare(Recall recall, EventLog log, RandomEvents events, Random random) {
    Caller caller = random.nextBoolean() ? Caller.OPERATOR : Caller.STRANGER;
    long asOf = 1L + random.nextInt((int) log.statements().size());
    List<Event> known = NaiveTrace.standing(recorded, asOf, caller);
    List<Suspect> suspects = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      ItemId item = events.items().get(random.nextInt(events.items().size()));
      if (suspects.stream().noneMatch(one -> one.item().equals(item)) && isNamed(item, known)) {
        suspects.add(new Suspect(item, time(random, 0, 300), time(random, 300, 600)));
      }
    }
    if (suspects.isEmpty()) {
      return;
    }
    RecallQuestion question =
        RecallQuestion.of(suspects)
            .within(random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0, 0)
            .slack(Duration.ofMinutes(random.nextInt(3) * 30L));
    recalls++;
    List<RecallStep> found = steps(recall, question.asOf(new AsOf.Position(asOf)), caller);
    List<RecallStep> expected = steps(known, question);

    assertThat(affected(found))
        .as("seed %d: %s for %s", seed, question, caller)
        .containsExactlyInAnyOrderElementsOf(affected(expected)); // withdrawn events order items
    if (question.maxDepth() == 0) {
      assertReasons(found, NaiveRecall.reasons(known, question), question);
    }
    Summary summary = (Summary) found.get(0);
    Summary wanted = (Summary) expected.get(0);
    assertThat(summary.totals()).isEqualTo(wanted.totals());
    assertThat(summary.certain()).isEqualTo(wanted.certain());
    assertThat(summary.possible()).isEqualTo(wanted.possible());
    assertThat(summary.excluded()).isEqualTo(wanted.excluded());
    assertThat(summary.apart()).isEqualTo(wanted.apart());
    assertThat(found.get(found.size() - 1))
        .usingRecursiveComparison()
        .ignoringFields("last")
        .isEqualTo(summary);
  }

  private void compare(
      Reconciliation reconciliation, EventLog log, RandomEvents events, Random random) {
    Caller caller = random.nextBoolean() ? Caller.OPERATOR : Caller.STRANGER;
    long asOf = 1L + random.nextInt((int) log.statements().size());
    List<Event> known = NaiveTrace.standing(recorded, asOf, caller);
    ItemId lot = events.items().get(random.nextInt(events.items().size()));
    if (!isNamed(lot, known) || isOfUnknownSize(lot, known)) {
      return;
    }
    LotBalance balance =
        reconciliation.balance(
            new Reconciliation.Question(lot, new AsOf.Position(asOf), TraceQuestion.DEFAULT_SLACK),
            Tolerance.NONE,
            TracerModelTest.budget(),
            caller);
    assertThat(NaiveBalance.of(lot, balance))
        .as("seed %d: balance of %s as of %d for %s", seed, lot, asOf, caller)
        .isEqualTo(NaiveBalance.of(lot, known));
    balances++;
  }

  /** A single thing of which nobody says how much passed is all of it: not a matter of sums. */
  private static boolean isOfUnknownSize(ItemId item, List<Event> events) {
    return item.grain() == Grain.ITEM
        && events.stream()
            .flatMap(event -> event.occurrence().items())
            .anyMatch(one -> one.id().equals(item) && one.quantity().isEmpty());
  }

  private static void assertReasons(
      List<RecallStep> found, Map<ItemId, Reason> expected, RecallQuestion question) {
    Map<ItemId, Reason> reasons = new HashMap<>();
    for (Affected one : affected(found)) {
      boolean usedUp = one.reason() == Reason.USED_UP_BEFORE; // by its account, not its descent
      reasons.put(one.item(), usedUp ? Reason.SUSPECT : one.reason());
    }
    assertThat(reasons).as("%s", question).isEqualTo(expected);
  }

  private static Optional<Instant> time(Random random, int from, int until) {
    return random.nextInt(3) > 0
        ? Optional.empty()
        : Optional.of(EventLog.minute(from + random.nextInt(until - from)));
  }

  /** Also by an event that was withdrawn, or as a container. */
  private static boolean isNamed(ItemId item, List<Event> events) {
    return events.stream()
        .filter(event -> event.kind() != EventKind.WITHDRAW)
        .anyMatch(event -> event.occurrence().items().anyMatch(one -> one.id().equals(item)));
  }

  private void record(EventLog log, RandomEvents events, Random random) {
    Set<Instant> times = new HashSet<>();
    recorded.forEach(one -> times.add(one.event().time()));
    for (int i = 0; i < 12; i++) {
      Event event = events.next();
      boolean restricted = random.nextInt(6) == 0;
      if (times.add(event.time())) { // what happens at once is in the order of positions, untold
        long position = log.append(event, restricted).join().position();
        recorded.add(new NaiveTrace.Recorded(position, event, restricted));
      }
    }
  }

  private static List<RecallStep> steps(Recall recall, RecallQuestion question, Caller caller) {
    try (RecallSteps steps = recall.recall(question, TracerModelTest.budget(), caller)) {
      return all(steps);
    }
  }

  private static List<RecallStep> steps(List<Event> events, RecallQuestion question) {
    try (RecallSteps steps =
        new RecallAnswer(
            new EventList(events, EventLog.MILL),
            question,
            TracerModelTest.budget(),
            progress -> {})) {
      return all(steps);
    }
  }

  private static List<RecallStep> all(RecallSteps steps) {
    List<RecallStep> all = new ArrayList<>();
    steps.forEachRemaining(all::add);
    return all;
  }

  private static List<Affected> affected(List<RecallStep> steps) {
    return steps.stream()
        .flatMap(step -> step instanceof Affected one ? Stream.of(one) : Stream.empty())
        .toList();
  }
}
