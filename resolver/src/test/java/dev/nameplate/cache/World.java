package dev.nameplate.cache;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * An upstream cache with the world around it, driven by hand on one thread: what waits, lets the
 * questions in the air be answered, or time pass.
 */
final class World {
  final UpstreamCache cache;

  /** What the other nodes answer. */
  Resolver upstream;

  /** Whether they answer at all. */
  boolean answering = true;

  /** What else happens while the next one waits. */
  Runnable meanwhile = () -> {};

  /** What happens between two steps of the cache, when it has looked at the time this often. */
  Runnable interlude = () -> {};

  int ticksUntilInterlude;
  int asked;
  long nanos;
  Duration waited = Duration.ZERO;
  private final Deque<Runnable> inTheAir = new ArrayDeque<>();

  World(UpstreamCacheBounds bounds, Resolution answer) {
    this.upstream = (question, budget) -> answer;
    this.cache = new UpstreamCache(this::answer, bounds, inTheAir::add, this::tick, this::await);
  }

  World(Resolution answer) {
    this(UpstreamCacheBounds.DEFAULT, answer);
  }

  private Resolution answer(Question question, Budget budget) {
    asked++;
    return upstream.resolve(question, budget);
  }

  private long tick() {
    if (--ticksUntilInterlude == 0) {
      interlude.run();
    }
    return nanos;
  }

  private void await(CountDownLatch happened, Duration atMost) {
    Runnable now = meanwhile;
    meanwhile = () -> {};
    now.run();
    if (answering) {
      land();
    }
    if (happened.getCount() > 0) {
      waited = waited.plus(atMost);
      pass(atMost);
    }
  }

  void answers(Resolution answer) {
    upstream = (question, budget) -> answer;
  }

  void fails(RuntimeException failure) {
    upstream =
        (question, budget) -> {
          throw failure;
        };
  }

  /** Answers the questions in the air. */
  void land() {
    for (Runnable task = inTheAir.poll(); task != null; task = inTheAir.poll()) {
      task.run();
    }
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  Resolution ask(Identifier identifier) {
    return cache.resolve(identifier);
  }
}
