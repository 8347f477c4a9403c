package dev.nameplate.cache;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.TimedOutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random sequences of all that can happen, against a model. */
class UpstreamCacheModelTest {
  private static final int SEQUENCES = 100;
  private static final int STEPS = 500;
  private static final SignedAnswers MILL = new SignedAnswers("88.118.8/log-0badcafe");
  private static final Prefix PREFIX = Prefix.parse("88.118.8");
  private static final List<Identifier> COILS =
      List.of(
          Identifier.parse("88.118.8/A"),
          Identifier.parse("88.118.8.1/B"),
          Identifier.parse("88.118.9/C"));
  private static final Map<Identifier, Resolution> DENIALS =
      COILS.stream()
          .collect(
              Collectors.toMap(
                  coil -> coil, coil -> MILL.denied(coil, SignedAnswers.TIME, Duration.ZERO)));
  private static final int[] TIMES_TO_LIVE = {0, 5, 20, 60};
  private static final int[] SPANS_IN_MILLIS = {
    300, 1000, 1000, 5000, 5000, 20_000, 20_000, 60_000, 60_000, 86_400_000
  };

  @Test
  void whatever_happens_the_cache_does_what_the_model_does() {
    for (long seed = 0; seed < SEQUENCES; seed++) {
      Sequence sequence = new Sequence(seed);
      for (int i = 0; i < STEPS; i++) {
        sequence.step();
      }
    }
  }

  private static final class Sequence {
    private final Random random;
    private final List<String> steps = new ArrayList<>();
    private final Map<Identifier, CacheModel> model = new HashMap<>();
    private final World world =
        new World(SignedAnswers.unproven(PREFIX, Duration.ZERO)); // replaced before each question
    private long version;

    Sequence(long seed) {
      random = new Random(seed);
      steps.add("seed " + seed);
    }

    void step() {
      int what = random.nextInt(100);
      if (what < 75) {
        ask(anyCoil());
      } else if (what < 97) {
        Duration span = Duration.ofMillis(SPANS_IN_MILLIS[random.nextInt(SPANS_IN_MILLIS.length)]);
        steps.add("pass " + span);
        world.pass(span);
      } else if (what < 99) {
        forget(anyCoil());
      } else {
        steps.add("forget under " + PREFIX);
        world.cache.forgetUnder(PREFIX);
        COILS.stream().filter(coil -> PREFIX.contains(coil.prefix())).forEach(model::remove);
      }
    }

    private Identifier anyCoil() {
      return COILS.get(random.nextInt(COILS.size()));
    }

    private void forget(Identifier coil) {
      steps.add("forget " + coil);
      world.cache.forget(coil);
      model.remove(coil);
    }

    private void ask(Identifier coil) {
      Outcome upstream = anyOutcome(coil);
      steps.add("ask " + coil + " of " + upstream);
      int before = world.asked;
      world.upstream = (question, budget) -> answer(upstream);
      Outcome actual = ask(() -> world.ask(coil));
      world.land(); // an early renewal
      CacheModel.Reply expected =
          model.computeIfAbsent(coil, key -> new CacheModel()).ask(upstream, world.nanos);
      assertThat(actual).as(this::toString).isEqualTo(expected.outcome());
      assertThat(world.asked - before).as(this::toString).isEqualTo(expected.asked());
    }

    private static Resolution answer(Outcome outcome) {
      if (outcome instanceof Outcome.Failed failed) {
        throw Outcome.thrown(failed.cause());
      }
      return ((Outcome.Answered) outcome).answer();
    }

    private static Outcome ask(Supplier<Resolution> question) {
      try {
        return new Outcome.Answered(question.get());
      } catch (RuntimeException e) {
        return new Outcome.Failed(e);
      }
    }

    private Outcome anyOutcome(Identifier coil) {
      Duration ttl = Duration.ofSeconds(TIMES_TO_LIVE[random.nextInt(TIMES_TO_LIVE.length)]);
      return switch (random.nextInt(14)) {
        case 0, 1, 2, 3, 4 -> new Outcome.Answered(MILL.found(coil, ++version, ttl));
        case 5 -> new Outcome.Answered(MILL.found(coil, 1 + random.nextInt(5), ttl));
        case 6 -> new Outcome.Answered(MILL.retired(coil, ++version + 1, ttl));
        case 7 -> new Outcome.Answered(requireNonNull(DENIALS.get(coil)).withTimeToLive(ttl));
        case 8 -> new Outcome.Answered(SignedAnswers.unproven(coil.prefix(), ttl));
        case 9 -> new Outcome.Failed(Trouble.failure(ErrorReason.UNREACHABLE));
        case 10 -> new Outcome.Failed(Trouble.rejected());
        case 11 -> new Outcome.Failed(new TimedOutException());
        case 12 -> new Outcome.Failed(Trouble.exhausted());
        default ->
            new Outcome.Failed(new PreconditionException(ErrorReason.PREFIX_REVOKED, "revoked"));
      };
    }

    @Override
    public String toString() {
      return String.join("\n", steps);
    }
  }
}
