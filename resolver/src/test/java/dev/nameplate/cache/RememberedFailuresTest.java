package dev.nameplate.cache;

import static dev.nameplate.cache.Trouble.assertFails;
import static dev.nameplate.cache.Trouble.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Resolution;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How an upstream cache keeps from asking those who do not answer. */
class RememberedFailuresTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final SignedAnswers MILL = new SignedAnswers("88.118.8/log-0badcafe");

  private final Resolution.Found record = MILL.found(COIL, 3, MINUTE);
  private final World world = new World(record);

  @ParameterizedTest
  @MethodSource("dev.nameplate.cache.Trouble#ofUpstream")
  void a_failure_is_remembered_for_a_second_and_twice_as_long_each_time(RuntimeException failure) {
    world.fails(failure);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      int before = world.asked;
      assertThatThrownBy(() -> world.ask(COIL)).isSameAs(failure);
      world.pass(Duration.ofSeconds(seconds).minusNanos(1));
      assertThatThrownBy(() -> world.ask(COIL)).isSameAs(failure);
      assertThat(world.asked).isEqualTo(before + 1);
      world.pass(Duration.ofNanos(1));
    }
    assertThat(world.cache.statistics().failureHits()).isEqualTo(8);
    assertThat(world.cache.statistics().failures()).isEqualTo(8);
  }

  @Test
  void an_answer_makes_failures_be_forgotten() {
    world.fails(failure(ErrorReason.UNREACHABLE));
    assertFails(() -> world.ask(COIL), ErrorReason.UNREACHABLE);
    world.pass(SECOND);
    assertFails(() -> world.ask(COIL), ErrorReason.UNREACHABLE); // for two seconds
    world.pass(SECOND.multipliedBy(2));
    world.answers(record.withTimeToLive(Duration.ZERO));
    world.ask(COIL);
    world.fails(failure(ErrorReason.UNREACHABLE));
    assertFails(() -> world.ask(COIL), ErrorReason.UNREACHABLE);
    world.pass(SECOND); // for one again
    world.answers(record);
    assertThat(world.ask(COIL)).isSameAs(record);
  }

  @ParameterizedTest
  @MethodSource("dev.nameplate.cache.Trouble#other")
  void what_does_not_come_of_the_nodes_asked_is_not_remembered(RuntimeException failure) {
    world.fails(failure);
    assertThatThrownBy(() -> world.ask(COIL)).isSameAs(failure);
    world.answers(record);
    assertThat(world.ask(COIL)).isSameAs(record);
  }

  @Test
  void remembered_failures_are_bounded() {
    world.fails(failure(ErrorReason.UNREACHABLE));
    for (int i = 0; i < 2 * RememberedFailures.MOST; i++) {
      Identifier identifier = Identifier.parse("88.118.8/NO-" + i);
      assertFails(() -> world.ask(identifier), ErrorReason.UNREACHABLE);
    }
    int before = world.asked;
    for (int i = 0; i < 2 * RememberedFailures.MOST; i++) {
      Identifier identifier = Identifier.parse("88.118.8/NO-" + i);
      assertFails(() -> world.ask(identifier), ErrorReason.UNREACHABLE);
    }
    assertThat(world.asked - before)
        .isBetween(RememberedFailures.MOST, 2 * RememberedFailures.MOST - 1);
  }
}
