package dev.nameplate.server.bench;

import dev.nameplate.node.Node;
import dev.nameplate.trace.TraceQuestion;
import java.util.List;
import java.util.Random;

/**
 * Time of a trace per item in a node with very many events, compared with a node of few: heats all
 * over the log, each down to its panels.
 */
final class TraceScale {
  private static final int HEATS_A_TURN = 100;

  private TraceScale() {}

  static Figure measure(TracedNode large, TracedNode small, int rounds) {
    try (Node many = large.open();
        Node few = small.open()) {
      Rounds.Comparison rates =
          Rounds.run(3 * rounds, List.of(new Tracing(few, small), new Tracing(many, large)))
              .compare(0, 1);
      return new Figure(
          "trace down an item, %,d events".formatted(large.events()),
          "the same with %,d".formatted(small.events()),
          1e9 / rates.reference(),
          1e9 / rates.rate(),
          " ns",
          rates.ratio(),
          Figure.Bound.AT_MOST,
          1.5);
    }
  }

  private static final class Tracing implements Contestant {
    private final Node node;
    private final TracedNode traced;
    private final Random random = new Random(1);

    Tracing(Node node, TracedNode traced) {
      this.node = node;
      this.traced = traced;
    }

    @Override
    public long turn() {
      long items = 0;
      for (int heat = 0; heat < HEATS_A_TURN; heat++) {
        long number = Math.floorMod(random.nextLong(), traced.plan().heats());
        items +=
            TracedNode.trace(
                node, TraceQuestion.downstream(traced.heat(number)), traced.itemsOfHeat());
      }
      return items;
    }
  }
}
