package dev.nameplate.cache;

import static dev.nameplate.cache.Trouble.assertFails;
import static dev.nameplate.cache.Trouble.failure;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How an upstream cache forgets, also what is in the air. */
class ForgettingTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Identifier SLAB = Identifier.parse("88.118.8/SLAB-1");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final SignedAnswers MILL = new SignedAnswers("88.118.8/log-0badcafe");

  private final Resolution.Found record = MILL.found(COIL, 3, MINUTE);
  private final Resolution.Absent absence = MILL.denied(COIL, SignedAnswers.TIME, MINUTE);
  private final World world = new World(record);

  @Test
  void what_is_forgotten_is_asked_for_again() {
    world.ask(COIL);
    world.ask(SLAB);
    world.cache.forget(Identifier.parse("88.118.8/coil-1"));
    world.ask(COIL);
    world.ask(SLAB);
    assertThat(world.asked).isEqualTo(3);
    assertThat(world.cache.statistics().invalidations()).isEqualTo(1);
  }

  @Test
  void everything_below_a_prefix_is_forgotten() {
    Identifier other = Identifier.parse("88.118.80/X");
    world.ask(COIL);
    world.ask(other);
    world.answers(absence);
    world.ask(SLAB);
    world.fails(failure(ErrorReason.UNREACHABLE));
    Identifier failed = Identifier.parse("88.118.8.1/X");
    assertFails(() -> world.ask(failed), ErrorReason.UNREACHABLE);
    world.cache.forgetUnder(Prefix.parse("88.118.8"));
    world.answers(record);
    assertThat(world.cache.statistics().invalidations()).isEqualTo(2);
    assertThat(world.ask(failed)).isSameAs(record);
    assertThat(world.ask(other).source()).isEqualTo(Source.CACHE);
    assertThat(world.ask(COIL)).isSameAs(record);
    assertThat(world.ask(SLAB)).isSameAs(record);
  }

  @Test
  void an_answer_asked_for_before_the_forgetting_is_not_kept() {
    for (Runnable forget :
        List.<Runnable>of(
            () -> world.cache.forget(COIL), () -> world.cache.forgetUnder(COIL.prefix()))) {
      int before = world.asked;
      world.meanwhile = forget;
      assertThat(world.ask(COIL)).isSameAs(record);
      assertThat(world.ask(COIL)).isSameAs(record);
      assertThat(world.asked).isEqualTo(before + 2);
      world.cache.forget(COIL);
    }
  }

  @Test
  void who_asks_after_the_forgetting_does_not_join_who_asked_before() {
    Resolution newer = MILL.found(COIL, 4, MINUTE);
    List<Resolution> others = new ArrayList<>();
    world.upstream =
        (question, budget) -> {
          world.answers(newer);
          return record;
        };
    world.meanwhile =
        () -> {
          world.cache.forget(COIL);
          others.add(world.ask(COIL));
        };
    assertThat(world.ask(COIL)).isSameAs(record);
    assertThat(others).containsExactly(newer);
    assertThat(world.ask(COIL)).isEqualTo(newer.with(MINUTE, Source.CACHE));
    assertThat(world.cache.inFlight()).isZero();
  }

  @Test
  void a_record_that_is_forgotten_while_its_renewal_is_awaited_is_not_given() {
    world.ask(COIL);
    world.pass(MINUTE);
    world.fails(failure(ErrorReason.UNREACHABLE));
    world.meanwhile = () -> world.cache.forget(COIL);
    assertFails(() -> world.ask(COIL), ErrorReason.UNREACHABLE);
    Resolution newer = MILL.found(COIL, 4, MINUTE);
    World hanging = new World(record);
    hanging.ask(COIL);
    hanging.pass(MINUTE);
    hanging.answering = false;
    hanging.meanwhile =
        () -> {
          hanging.cache.forget(COIL);
          hanging.meanwhile = () -> hanging.answering = true; // while it waits once more
        };
    hanging.answers(newer);
    assertThat(hanging.ask(COIL)).isSameAs(newer);
  }
}
