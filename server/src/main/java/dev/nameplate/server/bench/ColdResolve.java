package dev.nameplate.server.bench;

import dev.nameplate.cache.CacheBounds;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.signing.NodeDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Resolving records of a large node in random order without a cache of answers, against a bare
 * RocksDB on the same files. Either has 64 MiB for blocks of files.
 */
final class ColdResolve {
  /** A power of two. */
  private static final int QUESTIONS = 1 << 18;

  private static final int QUESTIONS_A_TURN = 5_000;

  /** Compiled code, and blocks of files in memory as they then stay. */
  private static final int WARM_UP_TURNS = 20;

  private static final CacheBounds NO_ANSWERS = new CacheBounds(0, 0, Duration.ZERO, Duration.ZERO);

  private ColdResolve() {}

  static Figure measure(LargeNode large, int rounds) {
    Identifier[] questions =
        new Random(1)
            .longs(QUESTIONS, 0, large.count())
            .mapToObj(Coils::identifier)
            .toArray(Identifier[]::new);
    byte[][] keys = new byte[QUESTIONS][];
    for (int i = 0; i < QUESTIONS; i++) {
      keys[i] = BareRow.key(questions[i]);
    }
    try (Node node = Node.open(NodeConfig.in(large.directory()).withCache(NO_ANSWERS));
        BareRocks bare = BareRocks.readOnly(NodeDirectory.store(large.directory()))) {
      List<Contestant> contestants =
          List.of(
              new Asking(0, question -> bare.get(keys[question])),
              // Elsewhere in the order, so that neither always finds what the other just read.
              new Asking(QUESTIONS / 2, question -> ask(node, questions[question])));
      for (int turn = 0; turn < WARM_UP_TURNS; turn++) {
        contestants.forEach(Contestant::turn);
      }
      return Figure.ofRates(
          "embedded resolve, cold, %,d".formatted(large.count()),
          "bare RocksDB get on the same files",
          Rounds.run(rounds, contestants).compare(1, 0),
          0.70);
    }
  }

  private static void ask(Node node, Identifier question) {
    if (!(node.resolver().resolve(question) instanceof Resolution.Found)) {
      throw new IllegalStateException("not found: " + question);
    }
  }

  private interface Question {
    void ask(int number);
  }

  private static final class Asking implements Contestant {
    private final Question question;
    private int next;

    Asking(int first, Question question) {
      this.next = first;
      this.question = question;
    }

    @Override
    public long turn() {
      for (int i = 0; i < QUESTIONS_A_TURN; i++) {
        question.ask(next++ & (QUESTIONS - 1));
      }
      return QUESTIONS_A_TURN;
    }
  }
}
