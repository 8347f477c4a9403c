package dev.nameplate.cache;

import static dev.nameplate.cache.Trouble.assertFails;
import static dev.nameplate.cache.Trouble.budget;
import static dev.nameplate.cache.Trouble.exhausted;
import static dev.nameplate.cache.Trouble.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When an upstream cache gives a record past its time, and what puts an end to that. */
class StaleRecordsTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final UpstreamCacheBounds BOUNDS = UpstreamCacheBounds.DEFAULT;
  private static final SignedAnswers MILL = new SignedAnswers("88.118.8/log-0badcafe");

  private final Resolution.Found record = MILL.found(COIL, 3, MINUTE);
  private final Resolution.Absent absence = MILL.denied(COIL, SignedAnswers.TIME, MINUTE);
  private final World world = new World(record);

  @Test
  void a_record_is_given_past_its_time_when_nobody_answers_and_marked_so() {
    world.ask(COIL);
    world.pass(MINUTE);
    world.fails(failure(ErrorReason.UNREACHABLE));
    Resolution stale = record.with(Duration.ofSeconds(30), Source.STALE);
    assertThat(world.ask(COIL)).isEqualTo(stale);
    world.pass(BOUNDS.staleTimeToLive().minusNanos(1));
    assertThat(world.ask(COIL)).isEqualTo(stale); // at once
    assertThat(world.asked).isEqualTo(2);
    world.pass(Duration.ofNanos(1));
    world.answers(record);
    assertThat(world.ask(COIL)).isSameAs(record);
    assertThat(world.waited).isZero();
    assertThat(world.cache.statistics().stale()).isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource({"dev.nameplate.cache.Trouble#ofUpstream", "dev.nameplate.cache.Trouble#other"})
  void only_certainty_that_the_prefix_is_out_of_use_ends_a_stale_record(RuntimeException failure) {
    world.ask(COIL);
    world.pass(MINUTE);
    world.fails(failure);
    if (RememberedFailures.isDefinite(failure)) {
      assertThatThrownBy(() -> world.ask(COIL)).isSameAs(failure);
      world.fails(failure(ErrorReason.UNREACHABLE));
      assertFails(() -> world.ask(COIL), ErrorReason.UNREACHABLE);
    } else {
      assertThat(world.ask(COIL).source()).isEqualTo(Source.STALE);
    }
  }

  @Test
  void a_node_that_hangs_is_waited_for_briefly_and_its_late_answer_is_kept() {
    world.ask(COIL);
    world.pass(MINUTE);
    world.answering = false;
    assertThat(world.ask(COIL).source()).isEqualTo(Source.STALE);
    assertThat(world.waited).isEqualTo(BOUNDS.staleAfter());
    assertThat(world.ask(COIL).source()).isEqualTo(Source.STALE);
    assertThat(world.waited).isEqualTo(BOUNDS.staleAfter()); // the second waits no more
    Resolution newer = MILL.found(COIL, 4, MINUTE);
    world.answers(newer);
    world.land();
    assertThat(world.ask(COIL)).isEqualTo(newer.with(MINUTE, Source.CACHE));
    assertThat(world.asked).isEqualTo(2);
  }

  @Test
  void an_empty_budget_puts_no_renewal_off() {
    world.ask(COIL);
    world.pass(MINUTE);
    world.fails(exhausted());
    assertThat(world.ask(COIL).source()).isEqualTo(Source.STALE);
    world.answers(record);
    assertThat(world.ask(COIL)).isSameAs(record);
  }

  @Test
  void who_has_no_time_left_gets_the_stale_record_at_once() {
    world.ask(COIL);
    world.pass(MINUTE);
    world.answering = false;
    Budget none = budget(32, Duration.ZERO);
    assertThat(world.cache.resolve(Question.about(COIL), none).source()).isEqualTo(Source.STALE);
    assertThat(world.waited).isZero();
  }

  @Test
  void a_record_is_not_given_when_it_is_staler_than_may_be() {
    world.ask(COIL);
    world.pass(MINUTE.plus(BOUNDS.staleFor()).minusNanos(1));
    world.fails(failure(ErrorReason.UNREACHABLE));
    assertThat(world.ask(COIL).source()).isEqualTo(Source.STALE);
    world.pass(Duration.ofNanos(1));
    assertFails(() -> world.ask(COIL), ErrorReason.UNREACHABLE);
  }

  @Test
  void an_absence_is_never_given_past_its_time() {
    world.answers(absence);
    world.ask(COIL);
    world.pass(MINUTE);
    world.fails(failure(ErrorReason.UNREACHABLE));
    assertFails(() -> world.ask(COIL), ErrorReason.UNREACHABLE);
  }

  @Test
  void a_renewed_record_lives_as_long_as_a_new_one() {
    world.ask(COIL);
    world.pass(MINUTE.plus(BOUNDS.staleFor()).minusSeconds(1));
    world.ask(COIL);
    world.pass(MINUTE.plus(BOUNDS.staleFor()).minusSeconds(1));
    world.fails(failure(ErrorReason.UNREACHABLE));
    assertThat(world.ask(COIL).source()).isEqualTo(Source.STALE);
  }

  /** Nobody signs the time to live of an answer, so a node that lies about it erases nothing. */
  @Test
  void the_same_version_without_a_time_to_live_leaves_the_record_as_it_is() {
    world.ask(COIL);
    world.pass(MINUTE);
    world.answers(record.withTimeToLive(Duration.ZERO));
    assertThat(world.ask(COIL).source()).isEqualTo(Source.UPSTREAM);
    world.fails(failure(ErrorReason.UNREACHABLE));
    assertThat(world.ask(COIL).source()).isEqualTo(Source.STALE);
  }

  @Test
  void a_later_version_without_a_time_to_live_ends_the_earlier_one() {
    world.ask(COIL);
    world.pass(MINUTE);
    world.answers(MILL.found(COIL, 9, Duration.ZERO));
    assertThat(world.ask(COIL).source()).isEqualTo(Source.UPSTREAM);
    world.fails(failure(ErrorReason.UNREACHABLE));
    assertFails(() -> world.ask(COIL), ErrorReason.UNREACHABLE);
  }

  @Test
  void a_tombstone_takes_a_records_place_at_once() {
    for (Duration timeToLive : List.of(MINUTE, Duration.ZERO)) {
      World ending = new World(record);
      ending.ask(COIL);
      ending.pass(MINUTE);
      ending.answers(MILL.retired(COIL, 4, timeToLive));
      assertThat(ending.ask(COIL)).isInstanceOf(Resolution.Absent.class);
      ending.pass(MINUTE);
      ending.fails(failure(ErrorReason.UNREACHABLE));
      assertFails(() -> ending.ask(COIL), ErrorReason.UNREACHABLE);
    }
  }

  @Test
  void a_record_takes_the_place_of_an_absence() {
    world.answers(absence);
    world.ask(COIL);
    world.pass(MINUTE);
    world.answers(record);
    world.ask(COIL);
    assertThat(world.ask(COIL)).isEqualTo(record.with(MINUTE, Source.CACHE));
    assertThat(world.cache.statistics().entries()).isEqualTo(1);
  }

  @Test
  void nothing_unsigned_or_replayed_takes_a_records_place() {
    for (Resolution lie :
        List.of(
            SignedAnswers.unproven(COIL.prefix(), MINUTE),
            MILL.found(COIL, 2, MINUTE),
            MILL.retired(COIL, 2, MINUTE),
            MILL.denied(COIL, SignedAnswers.TIME.minusSeconds(1), MINUTE),
            MILL.denied(COIL, SignedAnswers.TIME.plusSeconds(1), MINUTE))) {
      World lying = new World(record);
      lying.ask(COIL);
      lying.pass(MINUTE);
      lying.answers(lie);
      assertThat(lying.ask(COIL)).isEqualTo(record.with(BOUNDS.staleTimeToLive(), Source.STALE));
      assertThat(lying.cache.statistics().failures()).isEqualTo(1);
      lying.pass(BOUNDS.staleTimeToLive());
      lying.answers(record);
      assertThat(lying.ask(COIL)).isSameAs(record);
    }
  }

  @Test
  void versions_of_another_log_are_not_compared() {
    world.ask(COIL);
    world.pass(MINUTE);
    Resolution moved = new SignedAnswers("88.118.8/log-00c0ffee").found(COIL, 1, MINUTE);
    world.answers(moved);
    assertThat(world.ask(COIL)).isSameAs(moved);
    assertThat(world.ask(COIL)).isEqualTo(moved.with(MINUTE, Source.CACHE));
  }
}
