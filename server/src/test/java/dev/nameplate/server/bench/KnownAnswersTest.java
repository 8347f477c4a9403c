package dev.nameplate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Budget;
import dev.nameplate.server.bench.LineageAnswers.Run;
import dev.nameplate.server.bench.LineagePlan.Trouble;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.balance.Account;
import dev.nameplate.trace.balance.LotBalance;
import dev.nameplate.trace.balance.ProcessYield;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a node answers about generated lineage, against arithmetic. */
final class KnownAnswersTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final LineagePlan STEEL = LineagePlan.steel(MILL, 6, 3, 2, 2, 5).crated(7);
  private static final Trouble MUCH = new Trouble(3, 4, 3, 5);

  @TempDir private Path directory;

  /** Plans of all shapes. */
  static Stream<LineagePlan> plans() {
    return Stream.of(
        STEEL,
        STEEL.itemsAnEvent(4),
        STEEL.mixing(1, 2).mixing(3, 6),
        STEEL.trouble(1, MUCH),
        STEEL.mixing(1, 3).trouble(2, MUCH).itemsAnEvent(5));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void a_recall_finds_all_that_came_of_the_suspects_and_how_surely(LineagePlan plan) {
    try (Node node = filled(plan)) {
      for (long heats = 1; heats <= plan.heats(); heats += 2) {
        List<ItemId> suspects =
            LongStream.range(0, heats).mapToObj(heat -> plan.item(0, heat)).toList();

        assertThat(certainties(steps(node, suspects))).isEqualTo(expected(plan, heats));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void a_trace_finds_all_that_an_item_came_from_and_all_that_came_of_it(LineagePlan plan) {
    LineageAnswers answers = new LineageAnswers(plan);
    try (Node node = filled(plan)) {
      for (int level = 0; level <= plan.last(); level++) {
        for (long number = 0; number < plan.count(level); number += 1 + plan.count(level) / 5) {
          ItemId item = plan.item(level, number);

          assertThat(items(node, TraceQuestion.downstream(item)))
              .as("below %s", item)
              .containsExactlyInAnyOrderElementsOf(names(plan, answers.below(level, number)));
          assertThat(items(node, TraceQuestion.upstream(item)))
              .as("above %s", item)
              .containsExactlyInAnyOrderElementsOf(names(plan, answers.above(level, number)));
        }
      }
    }
  }

  private static List<String> items(Node node, TraceQuestion question) {
    List<String> items = new ArrayList<>();
    try (TraceSteps steps = node.tracer().trace(question, time(), Caller.OPERATOR)) {
      while (steps.hasNext()) {
        TraceStep step = steps.next();
        if (step instanceof TraceStep.Item item) {
          items.add(item.id().canonical());
        } else if (step instanceof TraceStep.Summary summary && summary.last()) {
          assertThat(summary.items()).isEqualTo(items.size());
        }
      }
    }
    return items;
  }

  private static List<String> names(LineagePlan plan, List<Run> runs) {
    return runs.stream()
        .flatMap(
            run ->
                LongStream.range(run.from(), run.until())
                    .mapToObj(number -> plan.item(run.level(), number).canonical()))
        .toList();
  }

  private static Map<String, Certainty> expected(LineagePlan plan, long heats) {
    LineageAnswers answers = new LineageAnswers(plan);
    Map<String, Certainty> expected = new TreeMap<>();
    for (long heat = 0; heat < heats; heat++) {
      for (Run run : answers.below(0, heat)) {
        for (long number = run.from(); number < run.until(); number++) {
          expected.put(
              plan.item(run.level(), number).canonical(),
              answers.comesOnlyFrom(run.level(), number, 0, heats)
                  ? Certainty.CERTAIN
                  : Certainty.POSSIBLE);
        }
      }
    }
    return expected;
  }

  private static Map<String, Certainty> certainties(List<RecallStep> steps) {
    Map<String, Certainty> certainties = new TreeMap<>();
    for (RecallStep step : steps) {
      if (step instanceof Affected item) {
        assertThat(certainties.put(item.item().canonical(), item.certainty())).isNull();
      }
    }
    return certainties;
  }

  @Test
  void panels_are_with_the_dealers_that_got_their_crates() {
    try (Node node = filled(STEEL)) {
      List<RecallStep> steps = steps(node, List.of(STEEL.item(0, 0)));
      Map<String, Long> byHolder = new TreeMap<>();
      long panels = STEEL.fanOut(0, 4);
      for (long panel = 0; panel < panels; panel++) {
        // A heat is a campaign here, so that its crates begin with the first panel.
        byHolder.merge(STEEL.dealer(panel / STEEL.crate()), 1L, Long::sum);
      }
      byHolder.put(MILL.toString(), 1L + 3 + 6 + 12);

      Map<String, Long> found = new TreeMap<>();
      for (RecallStep step : steps) {
        if (step instanceof Affected item) {
          found.merge(item.holder(), 1L, Long::sum);
        }
      }

      assertThat(found).isEqualTo(byHolder);
      BigDecimal weight = STEEL.weight(4).multiply(BigDecimal.valueOf(panels));
      assertThat(
              ((Summary) steps.get(0))
                  .totals().stream()
                      .filter(total -> total.holder().startsWith("DEALER"))
                      .map(RecallStep.Total::left)
                      .reduce(BigDecimal.ZERO, BigDecimal::add))
          .isEqualByComparingTo(weight);
    }
  }

  @Test
  void every_account_adds_up_and_every_process_yields_what_it_must() {
    LineagePlan plan = STEEL.mixing(1, 3).itemsAnEvent(5).trouble(3, new Trouble(2, 3, 0, 4));
    try (Node node = filled(plan)) {
      for (int level = 0; level <= plan.last(); level++) {
        Reconciliation.Question lot = Reconciliation.Question.of(plan.item(level, 1));

        LotBalance balance = node.reconciliation().balance(lot, Tolerance.NONE);

        Account account = balance.accounts().get(0);
        assertThat(account.made()).isEqualByComparingTo(plan.weight(level));
        assertThat(account.onHand())
            .isEqualByComparingTo(level == plan.last() ? plan.weight(level) : BigDecimal.ZERO);
        assertThat(balance.findings()).isEmpty();
        assertThat(balance.unsaid()).isZero();
        List<ProcessYield> yields = new ArrayList<>();
        node.reconciliation().yields(lot, yields::add);
        assertThat(yields).hasSize(level == 0 || level == plan.last() ? 1 : 2);
        assertThat(yields)
            .allSatisfy(one -> assertThat(one.percent()).contains(new BigDecimal("98.04")));
      }
    }
  }

  private Node filled(LineagePlan plan) {
    Node node = Node.open(NodeConfig.in(directory.resolve("node")).authorityFor(MILL.toString()));
    Recorded.all(node, MILL, new LineageEvents(plan));
    return node;
  }

  private static List<RecallStep> steps(Node node, List<ItemId> suspects) {
    RecallQuestion question = RecallQuestion.of(suspects.stream().map(Suspect::of).toList());
    List<RecallStep> steps = new ArrayList<>();
    try (RecallSteps answer = node.recall().recall(question, time(), Caller.OPERATOR)) {
      answer.forEachRemaining(steps::add);
    }
    return steps;
  }

  private static Budget time() {
    return Budget.standard().within(Duration.ofMinutes(1));
  }
}
