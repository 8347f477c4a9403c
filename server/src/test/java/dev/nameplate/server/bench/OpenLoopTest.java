package dev.nameplate.server.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Loops on a clock that only moves when somebody waits or works. */
final class OpenLoopTest {
  private static final long MILLI = 1_000_000;

  private final Clock clock = new Clock();
  private final List<Long> begun = new ArrayList<>();

  private static final class Clock implements Time {
    private long nanos = 77;

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public void sleepUntil(long moment) {
      nanos = Math.max(nanos, moment);
    }
  }

  /** A node that answers at once, except that it stands still for a while before one answer. */
  private Load standingStill(int request, long nanos) {
    return (connection, outcome) -> {
      begun.add(clock.nanos - 77);
      if (begun.size() == request) {
        clock.nanos += nanos;
      }
      outcome.ended(Load.Kind.RESOLVE, Optional.empty());
    };
  }

  private Tally run(Load load, Course course, double rate) throws InterruptedException {
    Tally tally = new Tally(course);
    OpenLoop.run(load, 2, 4, rate, course, tally, clock);
    return tally;
  }

  private Course course(long warmUp, long longest, long count) {
    return new Course(clock.nanos, warmUp * MILLI, longest * MILLI, count);
  }

  @Test
  void requests_begin_when_they_are_due() throws InterruptedException {
    Tally tally = run(standingStill(0, 0), course(0, 1000, 5), 1000);

    assertThat(begun).containsExactly(0L, MILLI, 2 * MILLI, 3 * MILLI, 4 * MILLI);
    assertThat(tally.of(Load.Kind.RESOLVE).nanos().getMaxValue()).isZero();
  }

  @Test
  void a_node_that_stands_still_has_made_all_wait_that_were_due_meanwhile()
      throws InterruptedException {
    Tally tally = run(standingStill(11, 100 * MILLI), course(0, 1000, 500), 1000);

    Histogram nanos = tally.of(Load.Kind.RESOLVE).nanos();
    assertThat(nanos.getTotalCount()).isEqualTo(500);
    assertThat(nanos.getMaxValue()).isBetween(100 * MILLI, 101 * MILLI);
    // The one it stood still for, and those due 1, 2, … 49 milliseconds after it.
    assertThat(nanos.getCountBetweenValues(51 * MILLI, 101 * MILLI)).isBetween(49L, 51L);
    assertThat(nanos.getCountBetweenValues(MILLI / 2, 101 * MILLI)).isBetween(99L, 101L);
    assertThat(begun.get(499)).as("it has caught up").isEqualTo(499 * MILLI);
  }

  @Test
  void a_closed_loop_asks_nothing_meanwhile_so_that_one_request_shows_it()
      throws InterruptedException {
    Load load = standingStill(11, 100 * MILLI);
    Course course = course(0, 1000, 500);
    Tally tally = new Tally(course);

    ClosedLoop.run(load, 1, 1, course, tally, clock);

    assertThat(tally.of(Load.Kind.RESOLVE).nanos().getCountBetweenValues(MILLI, 101 * MILLI))
        .isEqualTo(1);
  }

  @Test
  void what_is_due_while_it_warms_up_does_not_count() throws InterruptedException {
    Tally tally = run(standingStill(3, 50 * MILLI), course(100, 20, Long.MAX_VALUE), 1000);

    assertThat(begun).hasSize(120);
    assertThat(tally.of(Load.Kind.RESOLVE).nanos().getTotalCount()).isEqualTo(20);
    assertThat(tally.of(Load.Kind.RESOLVE).nanos().getMaxValue()).isZero();
    assertThat(tally.seconds()).isEqualTo(0.019);
  }

  @Test
  void failures_are_counted_by_reason_and_their_latency_is_not() throws InterruptedException {
    Load failing =
        (connection, outcome) -> {
          begun.add(clock.nanos);
          clock.nanos += MILLI / 2;
          outcome.ended(
              begun.size() % 2 == 0 ? Load.Kind.ASSIGN : Load.Kind.RESOLVE,
              begun.size() % 4 == 0 ? Optional.of("OVERLOADED") : Optional.empty());
        };
    Tally tally = run(failing, course(0, 1000, 40), 1000);

    assertThat(tally.of(Load.Kind.ASSIGN).failures()).containsExactly(Map.entry("OVERLOADED", 10L));
    assertThat(tally.of(Load.Kind.ASSIGN).nanos().getTotalCount()).isEqualTo(10);
    assertThat(tally.of(Load.Kind.RESOLVE).nanos().getTotalCount()).isEqualTo(20);
    assertThat(tally.assigned()).isEqualTo(10);
    assertThat(tally.hasFailures()).isTrue();
  }

  @Test
  void when_there_is_nobody_to_ask_any_more_the_load_ends() throws InterruptedException {
    Load gone =
        (connection, outcome) -> {
          begun.add(clock.nanos);
          outcome.ended(Load.Kind.RESOLVE, Optional.of("UNREACHABLE"));
        };
    run(gone, course(0, 1000, 500), 1000);

    assertThat(begun).hasSize(1);
  }
}
