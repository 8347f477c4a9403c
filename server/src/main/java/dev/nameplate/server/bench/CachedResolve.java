package dev.nameplate.server.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Resolving a record that is in memory, against a bare Caffeine with the same keys and answers.
 * Both do their upkeep on the thread that asks, where the clock sees it: left to the common pool, a
 * bare Caffeine's would go on another processor, uncounted. The figure is the middle one of several
 * pairs of new caches.
 */
final class CachedResolve {
  /** A power of two. */
  private static final int COILS = 8192;

  /** Number of warm-up questions, enough to have the measured code compiled on any machine. */
  private static final int WARM_UP_QUESTIONS = 2_000_000;

  /** Number of pairs of caches: some stay several times slower than their like, bare or not. */
  private static final int PAIRS = 3;

  private static final double NANOS = 1e9;
  private static final int QUESTIONS_A_TURN = 400_000;

  private CachedResolve() {}

  static Figure measure(Path directory, int rounds) {
    NodeConfig config = NodeConfig.in(directory).authorityFor(Coils.PREFIX).withoutPassphrase();
    try (Node node = Node.open(config)) {
      Coils.assign(node, COILS);
    }
    List<Rounds.Comparison> pairs = new ArrayList<>();
    for (int pair = 0; pair < PAIRS; pair++) {
      try (Node node = Node.open(config)) {
        pairs.add(compare(node.resolver(), (rounds + PAIRS - 1) / PAIRS));
      }
    }
    pairs.sort(Comparator.comparingDouble(Rounds.Comparison::ratio));
    Rounds.Comparison rates = pairs.get(PAIRS / 2);
    return new Figure(
        "embedded resolve, cached",
        "bare Caffeine getIfPresent, same keys",
        NANOS / rates.rate(),
        NANOS / rates.reference(),
        " ns",
        1 / rates.ratio(), // of times
        Figure.Bound.AT_MOST,
        1.5);
  }

  private static Rounds.Comparison compare(Resolver resolver, int rounds) {
    Cache<Identifier, Resolution> bare =
        Caffeine.newBuilder().maximumSize(2 * COILS).executor(Runnable::run).build();
    List<Identifier> coils =
        LongStream.range(0, COILS).mapToObj(Coils::identifier).collect(Collectors.toList());
    coils.forEach(coil -> bare.put(coil, resolver.resolve(coil)));
    Collections.shuffle(coils, new Random(1));
    // Other objects than those in the caches, as a caller's are.
    Identifier[] questions =
        coils.stream().map(coil -> Identifier.parse(coil.toString())).toArray(Identifier[]::new);
    List<Contestant> contestants =
        List.of(
            new Asking(questions, bare::getIfPresent), new Asking(questions, resolver::resolve));
    for (int asked = 0; asked < WARM_UP_QUESTIONS; asked += QUESTIONS_A_TURN) {
      contestants.forEach(Contestant::turn);
    }
    return Rounds.run(rounds, contestants).compare(1, 0);
  }

  private static final class Asking implements Contestant {
    private final Identifier[] questions;
    private final Function<Identifier, @Nullable Resolution> asked;
    private int next;

    Asking(Identifier[] questions, Function<Identifier, @Nullable Resolution> asked) {
      this.questions = questions;
      this.asked = asked;
    }

    @Override
    public long turn() {
      for (int i = 0; i < QUESTIONS_A_TURN; i++) {
        if (asked.apply(questions[next++ & (COILS - 1)]) == null) {
          throw new IllegalStateException("not in memory");
        }
      }
      return QUESTIONS_A_TURN;
    }
  }
}
