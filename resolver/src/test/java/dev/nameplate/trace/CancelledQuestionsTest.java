package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.CancelledException;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.TimedOutException;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No walk goes on for a question that was cancelled, or whose time is up. */
final class CancelledQuestionsTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final ItemId HEAT = ItemId.parse("88.118.8/HEAT");
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");
  private static final int USES = 200;

  @TempDir private Path directory;
  private Node node;

  @BeforeEach
  void recordUses() {
    node = Node.open(NodeConfig.in(directory.resolve("node")).authorityFor("88.118.8"));
    List<CompletableFuture<?>> receipts = new ArrayList<>();
    receipts.add(record(0, new Created(List.of(item(HEAT)))));
    for (int i = 1; i <= USES; i++) {
      ItemId coil = ItemId.parse("88.118.8/COIL-" + i);
      receipts.add(record(i, new Processed("", List.of(item(HEAT)), List.of(item(coil)), false)));
    }
    receipts.forEach(CompletableFuture::join);
    node.registrar().assign(Assignment.of("88.118.8/A").value(1, "N", "a"));
    try (RecallSteps all = recall(Budget.of(Budget.Limits.TRACE))) {
      all.next(); // everything is indexed
    }
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void a_recall_ends_when_it_is_cancelled_while_it_is_read() {
    Budget budget = Budget.standard();
    try (RecallSteps steps = recall(budget)) {
      steps.next();
      budget.cancel();

      assertThatThrownBy(steps::next).isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void a_trace_ends_when_it_is_cancelled_while_it_is_read() {
    Budget budget = Budget.standard();
    TraceQuestion question = TraceQuestion.downstream(HEAT);
    try (TraceSteps steps = node.tracer().trace(question, budget, Caller.OPERATOR)) {
      steps.next();
      budget.cancel();

      assertThatThrownBy(() -> steps.forEachRemaining(step -> {}))
          .isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void every_question_that_reads_much_refuses_a_cancelled_budget() {
    Budget cancelled = Budget.standard();
    cancelled.cancel();

    assertRefused(CancelledException.class, cancelled);
  }

  @Test
  void every_question_that_reads_much_ends_when_its_time_is_up() {
    assertRefused(TimedOutException.class, Budget.standard().within(Duration.ZERO));
  }

  private void assertRefused(Class<? extends RuntimeException> why, Budget budget) {
    Reconciliation.Question lot = Reconciliation.Question.of(HEAT);
    Records.Filter all = Records.Filter.under(MILL);
    assertThatThrownBy(() -> recall(budget).next()).isInstanceOf(why);
    assertThatThrownBy(
            () -> node.tracer().trace(TraceQuestion.upstream(HEAT), budget, Caller.OPERATOR))
        .isInstanceOf(why);
    assertThatThrownBy(
            () -> node.reconciliation().balance(lot, Tolerance.NONE, budget, Caller.OPERATOR))
        .isInstanceOf(why);
    assertThatThrownBy(() -> node.reconciliation().yields(lot, budget, Caller.OPERATOR, made -> {}))
        .isInstanceOf(why);
    assertThatThrownBy(
            () ->
                node.eventLists()
                    .list(EventFilter.of(HEAT), 10, Long.MAX_VALUE, "", budget, Caller.OPERATOR))
        .isInstanceOf(why);
    assertThatThrownBy(() -> node.records().list(all, 10, Long.MAX_VALUE, "", budget))
        .isInstanceOf(why);
  }

  @Test
  void work_that_several_questions_wait_for_outlives_one_of_them() {
    Budget asked = Budget.standard();
    Budget shared = asked.shared(Duration.ofSeconds(5));

    asked.cancel();

    assertThatCode(shared::requireTime).doesNotThrowAnyException();
    assertThatThrownBy(asked.within(Duration.ofSeconds(5))::requireTime)
        .isInstanceOf(CancelledException.class);
  }

  @Test
  void the_clock_stands_while_an_answer_waits_for_its_reader() {
    Budget budget = Budget.of(Budget.Limits.TRACE);
    budget.pause();
    Duration left = budget.timeLeft();

    assertThat(budget.timeLeft()).isEqualTo(left);
    budget.resume();
    assertThat(budget.timeLeft()).isLessThanOrEqualTo(left);
  }

  private RecallSteps recall(Budget budget) {
    return node.recall()
        .recall(RecallQuestion.of(List.of(Suspect.of(HEAT))), budget, Caller.OPERATOR);
  }

  private static EventItem item(ItemId id) {
    return new EventItem(id, Optional.empty());
  }

  private CompletableFuture<?> record(int second, Occurrence what) {
    return node.events()
        .captureAsync(
            new Capture(MILL, Event.at(TIME.plusSeconds(second), what), false, OperationId.NONE));
  }
}
