package dev.nameplate.trace;

import static dev.nameplate.lineage.EventLog.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.walk.LineageTracer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies beyond this node is asked of others, if anybody may be asked. */
class BeyondTest {
  private static final ItemId SAND = ItemId.parse("99.1/SAND");
  private static final Prefix QUARRY = Prefix.parse("99.1");

  @TempDir private Path directory;
  private EventLog log;
  private final List<TraceQuestion> asked = new ArrayList<>();

  @BeforeEach
  void open() {
    log = new EventLog(directory);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void without_anybody_to_ask_there_is_a_hole_at_the_item() {
    recordUse();
    assertThat(lines(TracerModelTest.tracer(log), TraceQuestion.upstream(item("GLASS"))))
        .endsWith("item 99.1/sand 1", "hole FOREIGN 1 99.1/SAND");
  }

  @Test
  void the_authority_of_an_item_is_asked_with_what_is_left_and_its_steps_are_deeper() {
    recordUse();
    TraceQuestion question = TraceQuestion.upstream(item("GLASS")).within(5, 100).history(true);
    assertThat(lines(asking(QUARRY), question))
        .endsWith("item 99.1/sand 1", "item 99.1/pit 2", "hole UNKNOWN_ORIGIN 2 99.1/PIT");
    assertThat(asked).containsExactly(TraceQuestion.upstream(SAND).within(4, 99).history(true));
  }

  @Test
  void others_are_asked_about_the_time_that_the_question_is_about() {
    recordUse();
    TraceQuestion question = TraceQuestion.upstream(item("GLASS"));
    log.record(EventLog.process(9, "A", "B"));
    lines(asking(QUARRY), question.asOf(new AsOf.Position(1)));
    assertThat(asked)
        .containsExactly(
            TraceQuestion.upstream(SAND).asOf(new AsOf.Time(log.statements().timeAt(1))));
  }

  @Test
  void what_others_show_of_our_own_events_is_shown_where_our_walk_comes_to_it() {
    recordUse();
    long returned =
        log.record(
            EventLog.event(
                2, new Processed(EventLog.items("CULLET"), List.of(EventItem.of("99.1/SAND")))));
    TraceStep.Deed ours;
    try (TraceSteps steps =
        TracerModelTest.tracer(log)
            .trace(TraceQuestion.upstream(SAND), TracerModelTest.budget(), Caller.OPERATOR)) {
      steps.next();
      steps.next();
      ours = (TraceStep.Deed) steps.next();
    }
    Neighbours neighbours =
        (asked, authority, rest, budget) ->
            steps(List.of(ours, new TraceStep.Item(item("CULLET"), 1, false)));
    Tracer tracer =
        new LineageTracer(
            log.index(), log.statements(), log.prefixes()::contains, Optional.of(neighbours));
    assertThat(lines(tracer, TraceQuestion.upstream(item("GLASS"))))
        .containsOnlyOnce("event " + returned + " 2 LINEAGE", "item 88.118.8/cullet 2");
  }

  @Test
  void nobody_is_asked_if_the_question_says_so() {
    recordUse();
    TraceQuestion question = TraceQuestion.upstream(item("GLASS")).recursive(false);
    assertThat(lines(asking(QUARRY), question)).endsWith("hole FOREIGN 1 99.1/SAND");
    assertThat(asked).isEmpty();
  }

  @Test
  void an_item_that_is_known_elsewhere_only_is_asked_for_there() {
    assertThat(lines(asking(QUARRY), TraceQuestion.upstream(SAND)))
        .containsExactly("item 99.1/sand 0", "item 99.1/pit 1", "hole UNKNOWN_ORIGIN 1 99.1/PIT");
  }

  @Test
  void downstream_whoever_an_item_was_given_to_is_asked() {
    log.record(
        EventLog.event(
            1,
            new Transferred(
                EventLog.items("GLASS"), "88.118.8", "99.1/DEPOT", Side.GIVEN, List.of())));
    assertThat(lines(asking(QUARRY), TraceQuestion.downstream(item("GLASS"))))
        .containsExactly(
            "item 88.118.8/glass 0", "item 99.1/pit 1", "hole UNKNOWN_ORIGIN 1 99.1/PIT");
  }

  @Test
  void behind_what_others_showed_an_answer_is_not_taken_up_again() {
    recordUse();
    List<Boolean> resumable = new ArrayList<>();
    try (TraceSteps steps =
        asking(QUARRY)
            .trace(
                TraceQuestion.upstream(item("GLASS")), TracerModelTest.budget(), Caller.OPERATOR)) {
      while (steps.hasNext()) {
        TraceStep step = steps.next();
        if (step instanceof TraceStep.Item) {
          resumable.add(!steps.resumeToken().isEmpty());
        }
      }
      assertThat(steps.resumeToken()).isEmpty();
    }
    assertThat(resumable).containsExactly(true, true, false);
  }

  @Test
  void an_item_of_ours_that_others_show_is_followed_here() {
    recordUse();
    long mined = log.record(EventLog.process(0, "DRILL", "PIT"));
    Neighbours neighbours =
        (asked, authority, rest, budget) ->
            steps(List.of(new TraceStep.Item(item("PIT"), 1, false)));
    Tracer tracer =
        new LineageTracer(
            log.index(), log.statements(), log.prefixes()::contains, Optional.of(neighbours));
    assertThat(lines(tracer, TraceQuestion.upstream(item("GLASS"))))
        .contains("item 88.118.8/pit 2")
        .contains("event " + mined + " 3 LINEAGE", "item 88.118.8/drill 3");
  }

  @Test
  void an_item_of_ours_that_others_show_deep_is_followed_at_that_depth() {
    recordUse();
    long mined = log.record(EventLog.process(0, "DRILL", "PIT"));
    Neighbours neighbours =
        (asked, authority, rest, budget) ->
            steps(List.of(new TraceStep.Item(item("PIT"), 6, false)));
    Tracer tracer =
        new LineageTracer(
            log.index(), log.statements(), log.prefixes()::contains, Optional.of(neighbours));
    assertThat(lines(tracer, TraceQuestion.upstream(item("GLASS"))))
        .contains("item 88.118.8/pit 7")
        .contains("event " + mined + " 8 LINEAGE", "item 88.118.8/drill 8");
    assertThat(lines(tracer, TraceQuestion.upstream(item("GLASS")).within(7, 0)))
        .doesNotContain("item 88.118.8/drill 8")
        .endsWith("hole LIMIT_DEPTH 8");
  }

  private void recordUse() {
    log.record(
        EventLog.event(
            1, new Processed(List.of(EventItem.of(SAND.toString())), EventLog.items("GLASS"))));
  }

  private Tracer asking(Prefix expected) {
    Neighbours neighbours =
        (item, authority, rest, budget) -> {
          assertThat(authority).isEqualTo(expected);
          assertThat(budget.timeLeft()).isPositive();
          asked.add(rest);
          ItemId pit = ItemId.parse("99.1/PIT");
          return steps(
              List.of(
                  new TraceStep.Item(item, 0, false),
                  new TraceStep.Item(pit, 1, false),
                  new TraceStep.Hole(Reason.UNKNOWN_ORIGIN, 1, Optional.of(pit))));
        };
    return new LineageTracer(
        log.index(), log.statements(), log.prefixes()::contains, Optional.of(neighbours));
  }

  private static TraceSteps steps(List<TraceStep> of) {
    Iterator<TraceStep> steps = of.iterator();
    return new TraceSteps() {
      @Override
      public boolean hasNext() {
        return steps.hasNext();
      }

      @Override
      public TraceStep next() {
        return steps.next();
      }

      @Override
      public String resumeToken() {
        return "";
      }

      @Override
      public void close() {}
    };
  }

  private static List<String> lines(Tracer tracer, TraceQuestion question) {
    return TracerModelTest.lines(TracerModelTest.answer(tracer, question, Caller.OPERATOR));
  }
}
