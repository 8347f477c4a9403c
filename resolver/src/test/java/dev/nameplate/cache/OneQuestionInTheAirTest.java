package dev.nameplate.cache;

import static dev.nameplate.cache.Trouble.assertFails;
import static dev.nameplate.cache.Trouble.budget;
import static dev.nameplate.cache.Trouble.exhausted;
import static dev.nameplate.cache.Trouble.failure;
import static dev.nameplate.cache.Trouble.inFlight;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.BudgetExhaustedException;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.resolve.TimedOutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** How an upstream cache keeps equal questions together, and all of them few. */
class OneQuestionInTheAirTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Identifier SLAB = Identifier.parse("88.118.8/SLAB-1");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final UpstreamCacheBounds BOUNDS = UpstreamCacheBounds.DEFAULT;
  private static final SignedAnswers MILL = new SignedAnswers("88.118.8/log-0badcafe");

  private final Resolution.Found record = MILL.found(COIL, 3, MINUTE);
  private final World world = new World(record);

  @Test
  void equal_questions_share_one_call() {
    List<Resolution> others = new ArrayList<>();
    world.meanwhile =
        () -> {
          world.meanwhile = () -> others.add(world.ask(COIL));
          others.add(world.ask(Identifier.parse("88.118.8/coil-1")));
        };
    assertThat(world.ask(COIL)).isSameAs(record);
    assertThat(others).containsExactly(record, record);
    assertThat(world.asked).isEqualTo(1);
    assertThat(world.cache.statistics().coalesced()).isEqualTo(2);
  }

  @Test
  void a_question_that_waits_for_a_thread_fails_when_nobody_is_asked_any_more() {
    world.meanwhile = world.cache::close;
    assertFails(() -> world.ask(COIL), ErrorReason.NODE_STOPPED);
    assertThat(world.asked).isZero();
  }

  @Test
  void an_answer_that_came_between_two_steps_is_not_asked_for_again() {
    for (int tick = 1; tick <= 10; tick++) {
      for (boolean answers : new boolean[] {true, false}) {
        World between = new World(record);
        if (!answers) {
          between.fails(failure(ErrorReason.UNREACHABLE));
        }
        between.ticksUntilInterlude = tick;
        between.interlude =
            () -> {
              if (between.asked == 0) {
                askAnyway(between);
              }
            };
        askAnyway(between);
        assertThat(between.asked).as("tick %d", tick).isEqualTo(1);
      }
    }
  }

  private static void askAnyway(World world) {
    try {
      world.ask(COIL);
    } catch (NodeException e) {
      assertThat(e.reason()).isEqualTo(ErrorReason.UNREACHABLE);
    }
  }

  @Test
  void no_more_wait_for_one_answer_than_may() {
    World narrow = new World(inFlight(1, 10), record);
    narrow.meanwhile =
        () -> {
          narrow.meanwhile = () -> assertFails(() -> narrow.ask(COIL), ErrorReason.OVERLOADED);
          assertThat(narrow.ask(COIL)).isSameAs(record);
        };
    assertThat(narrow.ask(COIL)).isSameAs(record);
    assertThat(narrow.asked).isEqualTo(1);
  }

  @Test
  void no_more_questions_are_in_the_air_than_may_be() {
    World narrow = new World(inFlight(10, 1), record);
    narrow.meanwhile = () -> assertFails(() -> narrow.ask(SLAB), ErrorReason.OVERLOADED);
    assertThat(narrow.ask(COIL)).isSameAs(record);
    assertThat(narrow.ask(SLAB)).isSameAs(record);
    assertThat(narrow.asked).isEqualTo(2);
  }

  @Test
  void who_finds_no_room_to_ask_gets_the_stale_record() {
    World narrow = new World(inFlight(10, 1), record);
    narrow.ask(COIL);
    narrow.pass(MINUTE);
    narrow.meanwhile = () -> assertThat(narrow.ask(COIL).source()).isEqualTo(Source.STALE);
    narrow.ask(SLAB);
  }

  @Test
  void everyone_waits_as_long_as_the_own_budget_has_time() {
    world.answering = false;
    Budget brief = budget(32, Duration.ofSeconds(20));
    assertThatThrownBy(() -> world.cache.resolve(Question.about(COIL), brief))
        .isInstanceOf(TimedOutException.class);
    assertThat(world.waited).isBetween(Duration.ofMillis(1), Duration.ofSeconds(20));
    world.answering = true;
    assertThat(world.ask(COIL)).isSameAs(record); // the same flight
    assertThat(world.asked).isEqualTo(1);
  }

  @Test
  void who_has_no_time_left_asks_nobody() {
    Budget none = budget(32, Duration.ZERO);
    assertThatThrownBy(() -> world.cache.resolve(Question.about(COIL), none))
        .isInstanceOf(TimedOutException.class);
    assertThat(world.cache.inFlight()).isZero();
    assertThat(world.asked).isZero();
  }

  @Test
  void a_question_is_asked_with_the_counters_of_the_first_and_time_of_its_own() {
    Budget first = budget(5, Duration.ofMillis(100));
    world.upstream =
        (question, budget) -> {
          budget.spendUpstreamCall();
          assertThat(budget.timeLeft()).isGreaterThan(Duration.ofSeconds(1));
          return record;
        };
    world.cache.resolve(Question.about(COIL), first);
    assertThat(first.upstreamCalls()).isEqualTo(1);
  }

  @Test
  void who_waited_for_one_with_too_small_a_budget_asks_again_with_the_own() {
    Resolution brief = record.withTimeToLive(Duration.ZERO);
    world.upstream =
        (question, budget) -> {
          budget.spendUpstreamCall();
          return brief;
        };
    List<Resolution> others = new ArrayList<>();
    world.meanwhile = () -> others.add(world.ask(COIL));
    Budget empty = budget(0, MINUTE);
    assertThatThrownBy(() -> world.cache.resolve(Question.about(COIL), empty))
        .isInstanceOf(BudgetExhaustedException.class);
    assertThat(others).containsExactly(brief);
    assertThat(world.asked).isEqualTo(2);
  }

  @Test
  void who_meets_ever_more_of_those_with_too_small_a_budget_gives_up() {
    world.fails(exhausted());
    leaveInTheAir(budget(0, MINUTE));
    Runnable again =
        new Runnable() {
          @Override
          public void run() {
            world.land();
            leaveInTheAir(budget(0, MINUTE));
            world.meanwhile = this;
          }
        };
    world.meanwhile = again;
    assertThatThrownBy(() -> world.ask(COIL)).isInstanceOf(BudgetExhaustedException.class);
    assertThat(world.asked).isEqualTo(4);
  }

  private void leaveInTheAir(Budget budget) {
    world.answering = false;
    world.meanwhile = () -> {};
    assertThatThrownBy(() -> world.cache.resolve(Question.about(COIL), budget))
        .isInstanceOf(TimedOutException.class);
    assertThat(world.cache.inFlight()).isEqualTo(1);
  }

  @Test
  void who_is_interrupted_stops_waiting_and_the_answer_is_kept_all_the_same() {
    List<Runnable> tasks = new ArrayList<>();
    UpstreamCache cache =
        new UpstreamCache(
            (question, budget) -> record,
            BOUNDS,
            tasks::add,
            () -> 0,
            (happened, atMost) -> {
              throw new InterruptedException();
            });
    assertFails(() -> cache.resolve(COIL), ErrorReason.NODE_STOPPED);
    assertThat(Thread.interrupted()).isTrue();
    tasks.forEach(Runnable::run);
    assertThat(cache.resolve(COIL).source()).isEqualTo(Source.CACHE);
  }

  @Test
  void a_broken_resolver_leaves_nothing_in_the_air() {
    for (Throwable broken :
        List.of(new IllegalStateException("broken"), new StackOverflowError("broken"))) {
      World breaking = new World(record);
      breaking.upstream =
          (question, budget) -> {
            if (broken instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) broken;
          };
      assertThatThrownBy(() -> breaking.ask(COIL)).isSameAs(broken);
      assertThat(breaking.cache.inFlight()).isZero();
      breaking.answers(record);
      assertThat(breaking.ask(COIL)).isSameAs(record);
    }
  }

  @Test
  void an_executor_without_threads_leaves_nothing_in_the_air() {
    UpstreamCache cache =
        new UpstreamCache(
            (question, budget) -> record,
            inFlight(1, 1),
            task -> {
              throw new RejectedExecutionException();
            },
            () -> 0);
    assertFails(() -> cache.resolve(COIL), ErrorReason.OVERLOADED);
    assertFails(() -> cache.resolve(COIL), ErrorReason.OVERLOADED);
    assertThat(cache.inFlight()).isZero();
  }

  @Test
  void an_executor_that_breaks_leaves_nothing_in_the_air() {
    Error broken = new OutOfMemoryError("unable to create native thread");
    UpstreamCache cache =
        new UpstreamCache(
            (question, budget) -> record,
            inFlight(1, 1),
            task -> {
              throw broken;
            },
            () -> 0);
    assertThatThrownBy(() -> cache.resolve(COIL)).isSameAs(broken);
    assertThatThrownBy(() -> cache.resolve(COIL)).isSameAs(broken);
    assertThat(cache.inFlight()).isZero();
  }
}
