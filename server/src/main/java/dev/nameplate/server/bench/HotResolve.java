package dev.nameplate.server.bench;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;

/**
 * Time to resolve one of a few frequently requested identifiers in a large node, compared with a
 * small node.
 */
final class HotResolve {
  /** A power of two. */
  private static final int HOT = 512;

  private static final int GROUPS_A_TURN = 5_000;

  /** Number of answers timed together: the clock takes as long as an answer. */
  private static final int GROUP = 16;

  private static final double MEDIAN = 50;

  private HotResolve() {}

  static Figure measure(LargeNode large, LargeNode small, int rounds) {
    try (Node many = Node.open(NodeConfig.in(large.directory()));
        Node few = Node.open(NodeConfig.in(small.directory()))) {
      Asking askingFew = new Asking(few, small.count());
      Asking askingMany = new Asking(many, large.count());
      Rounds.run(rounds, List.of(askingFew, askingMany)); // all compiled, all in memory
      askingFew.nanos.reset();
      askingMany.nanos.reset();
      Rounds.run(rounds, List.of(askingFew, askingMany));
      double measured = askingMany.median();
      double against = askingFew.median();
      return new Figure(
          "hot resolve p50, %,d".formatted(large.count()),
          "the same with %,d".formatted(small.count()),
          measured,
          against,
          " ns",
          measured / against,
          Figure.Bound.AT_MOST,
          1.3);
    }
  }

  private static final class Asking implements Contestant {
    private final Node node;
    private final Identifier[] questions;
    private final Histogram nanos = new Histogram(3);
    private int next;

    Asking(Node node, long count) {
      this.node = node;
      this.questions =
          new Random(1).longs(HOT, 0, count).mapToObj(Coils::identifier).toArray(Identifier[]::new);
    }

    @Override
    public long turn() {
      for (int group = 0; group < GROUPS_A_TURN; group++) {
        long began = System.nanoTime();
        for (int i = 0; i < GROUP; i++) {
          Identifier question = questions[next++ & (HOT - 1)];
          if (!(node.resolver().resolve(question) instanceof Resolution.Found)) {
            throw new IllegalStateException("not found: " + question);
          }
        }
        nanos.recordValue(System.nanoTime() - began);
      }
      return (long) GROUPS_A_TURN * GROUP;
    }

    double median() {
      return (double) nanos.getValueAtPercentile(MEDIAN) / GROUP;
    }
  }
}
