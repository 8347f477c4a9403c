package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.event.Event;
import dev.nameplate.event.ItemId;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.walk.LineageTracer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tracer against a model that searches a list, on events as bad data has them. */
class TracerModelTest {
  @TempDir private Path directory;

  private final List<NaiveTrace.Recorded> recorded = new ArrayList<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void every_answer_is_what_searching_all_events_gives(long seed) {
    Random random = new Random(seed);
    RandomEvents events = new RandomEvents(seed, 10 + random.nextInt(20));
    try (EventLog log = new EventLog(directory)) {
      Tracer tracer = tracer(log);
      for (int round = 0; round < 6; round++) {
        record(log, events, random, 12);
        log.read().close(); // waits until hidden events are indexed: answers tell of later ones too
        for (int question = 0; question < 40; question++) {
          compare(tracer, log, events, random);
        }
      }
    }
  }

  private void compare(Tracer tracer, EventLog log, RandomEvents events, Random random) {
    ItemId item = events.items().get(random.nextInt(events.items().size()));
    TraceQuestion question =
        TraceQuestion.about(item, one(Direction.values(), random))
            .within(
                random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0,
                random.nextInt(5) == 0 ? 1 + random.nextInt(8) : 0)
            .strict(random.nextInt(3) == 0)
            .slack(Duration.ofMinutes(random.nextInt(120)))
            .history(random.nextInt(3) == 0)
            .parts(random.nextInt(3) == 0);
    Caller caller = one(Caller.all().toArray(new Caller[0]), random);
    long asOf = 1L + random.nextInt((int) log.statements().size());
    question = question.asOf(new AsOf.Position(asOf));
    if (isNamed(item, asOf, caller)) {
      List<TraceStep> answer = answer(tracer, question, caller);
      assertThat(lines(answer))
          .as("%s for %s", question, caller)
          .isEqualTo(NaiveTrace.of(recorded, asOf, question, caller));
      assertSummaries(answer, asOf);
      assertResumable(tracer, question, caller, answer, random);
    }
  }

  private static <T> T one(T[] of, Random random) {
    return of[random.nextInt(of.length)];
  }

  private boolean isNamed(ItemId item, long asOf, Caller caller) {
    return recorded.stream()
        .filter(event -> event.position() < asOf)
        .filter(event -> caller.seesAll() || !event.restricted())
        .anyMatch(event -> event.inputs().contains(item) || event.outputs().contains(item));
  }

  /** Counts and sums of the first summary and of the last are those of the steps between them. */
  private static void assertSummaries(List<TraceStep> answer, long asOf) {
    TraceStep.Summary first = (TraceStep.Summary) answer.get(0);
    TraceStep.Summary last = (TraceStep.Summary) answer.get(answer.size() - 1);
    assertThat(last.last()).isTrue();
    assertThat(last.complete()).isTrue();
    assertThat(first.last()).isFalse();
    assertThat(last.asOfPosition()).isEqualTo(asOf);
    assertThat(last.items()).isEqualTo(count(answer, TraceStep.Item.class));
    assertThat(last.events()).isEqualTo(count(answer, TraceStep.Deed.class));
    assertThat(last.holes()).isEqualTo(count(answer, TraceStep.Hole.class));
    assertThat(last.totals().stream().mapToLong(TraceStep.Total::items).sum())
        .isEqualTo(last.items() - 1);
    assertThat(last.totals())
        .filteredOn(total -> total.unit().isEmpty())
        .allMatch(total -> total.amount().signum() == 0);
    if (first.complete()) {
      assertThat(first).usingRecursiveComparison().ignoringFields("last").isEqualTo(last);
    }
  }

  private static long count(List<TraceStep> answer, Class<? extends TraceStep> kind) {
    return answer.stream().filter(kind::isInstance).count();
  }

  /** Whatever step an answer is left behind, the rest is the same when it is taken up there. */
  private static void assertResumable(
      Tracer tracer, TraceQuestion question, Caller caller, List<TraceStep> answer, Random random) {
    int left = random.nextInt(answer.size() - 1);
    String token;
    try (TraceSteps steps = tracer.trace(question, budget(), caller)) {
      for (int step = 0; step <= left; step++) {
        steps.next();
      }
      token = steps.resumeToken();
    }
    List<TraceStep> rest = answer(tracer, question.resume(token), caller);
    assertThat(rest.subList(1, rest.size())).isEqualTo(answer.subList(left + 1, answer.size()));
  }

  private void record(EventLog log, RandomEvents events, Random random, int count) {
    List<Event> made = new ArrayList<>();
    List<Boolean> restricted = new ArrayList<>();
    List<CompletableFuture<Long>> positions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(events.next());
      restricted.add(random.nextInt(6) == 0);
      positions.add(
          log.append(made.get(i), restricted.get(i)).thenApply(receipt -> receipt.position()));
    }
    for (int i = 0; i < count; i++) {
      try {
        recorded.add(
            new NaiveTrace.Recorded(positions.get(i).join(), made.get(i), restricted.get(i)));
      } catch (CompletionException e) {
        throw new AssertionError("not recorded: " + made.get(i), e);
      }
    }
  }

  static Tracer tracer(EventLog log) {
    return new LineageTracer(
        log.index(), log.statements(), log.prefixes()::contains, Optional.empty());
  }

  static Budget budget() {
    return Budget.of(Budget.Limits.STANDARD.within(Duration.ofSeconds(5)));
  }

  static List<TraceStep> answer(Tracer tracer, TraceQuestion question, Caller caller) {
    List<TraceStep> answer = new ArrayList<>();
    try (TraceSteps steps = tracer.trace(question, budget(), caller)) {
      steps.forEachRemaining(answer::add);
    }
    return answer;
  }

  /** The steps between the summaries, one line each. */
  static List<String> lines(List<TraceStep> answer) {
    return answer.subList(1, answer.size() - 1).stream().map(TracerModelTest::line).toList();
  }

  private static String line(TraceStep step) {
    if (step instanceof TraceStep.Item item) {
      return "item "
          + item.id().canonical()
          + " "
          + item.depth()
          + (item.retired() ? " retired" : "");
    }
    if (step instanceof TraceStep.Hole hole) {
      return "hole "
          + hole.reason()
          + " "
          + hole.depth()
          + hole.at().map(at -> " " + at).orElse("");
    }
    TraceStep.Deed deed = (TraceStep.Deed) step;
    return "event "
        + deed.event().position()
        + " "
        + deed.depth()
        + " "
        + deed.role()
        + deed.verdict().withdrawnBy().map(id -> " withdrawn").orElse("")
        + (deed.verdict().outOfOrder() ? " out of order" : "")
        + (deed.verdict().cycle() ? " cycle" : "");
  }
}
