package dev.nameplate.server.bench;

import dev.nameplate.access.Caller;
import dev.nameplate.node.Node;
import dev.nameplate.resolve.Budget;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceSteps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tracing a heat down to all its panels, each step with its statement and verdict, against a bare
 * RocksDB that scans the same rows of the same files: uses of items, products of events, names of
 * items, and statements with their proofs. Either has 64 MiB for blocks of files.
 */
final class TraceDown {
  private static final int FIRST_ROWS = 1_000;
  private static final double MOST_MILLIS = 100;
  private static final int SAMPLES = 8;

  /** The most memory that a trace may hold, however long it is, in MiB. */
  private static final double MOST_HELD = 16;

  private static final double MIB = 1 << 20;

  /** The least measurable amount, in MiB. */
  private static final double LEAST_HELD = 4096 / MIB;

  private TraceDown() {}

  static List<Figure> measure(TracedNode traced, int rounds) {
    long items = traced.itemsOfHeat();
    TraceQuestion question = TraceQuestion.downstream(traced.heat(0));
    List<Figure> figures = new ArrayList<>();
    try (Node node = traced.open();
        BareRocks bare = BareRocks.readOnly(NodeDirectory.store(traced.directory()))) {
      Contestant scanning = () -> scan(bare, items);
      Contestant tracing = () -> TracedNode.trace(node, question, items);
      figures.add(
          Figure.ofRates(
              "trace down, %,d items".formatted(items),
              "bare RocksDB scan of the same rows",
              Rounds.run(rounds, List.of(scanning, tracing)).compare(1, 0),
              0.50));
      figures.add(firstRows(node, question, items, 2 * rounds + 1));
      figures.add(held(node, question, items));
    }
    return figures;
  }

  /** Scans the rows, and returns the number of their items. */
  private static long scan(BareRocks bare, long items) {
    long rows = 0;
    for (char kind : new char[] {'u', 'n', 'e', 'x'}) {
      rows += bare.scan("lineage", kind);
    }
    rows += bare.scan("statement", 'e');
    rows += bare.scan("proof", -1);
    if (rows < items) {
      throw new IllegalStateException("scan: %d rows of %d items".formatted(rows, items));
    }
    return items;
  }

  /** Time until the first rows. */
  private static Figure firstRows(Node node, TraceQuestion question, long items, int turns) {
    double[] millis = new double[turns];
    for (int turn = 0; turn < turns; turn++) {
      long began = System.nanoTime();
      try (TraceSteps steps = node.tracer().trace(question, Budget.standard(), Caller.OPERATOR)) {
        for (int row = 0; row < FIRST_ROWS && steps.hasNext(); row++) {
          steps.next();
        }
      }
      millis[turn] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(millis);
    double median = millis[turns / 2];
    return new Figure(
        "first %,d rows, %,d items".formatted(FIRST_ROWS, items),
        "100 milliseconds",
        median,
        MOST_MILLIS,
        " ms",
        median / MOST_MILLIS,
        Figure.Bound.AT_MOST,
        1);
  }

  /** Peak of additional memory during a trace. */
  private static Figure held(Node node, TraceQuestion question, long items) {
    double most = LEAST_HELD;
    try (TraceSteps steps = node.tracer().trace(question, TracedNode.time(), Caller.OPERATOR)) {
      steps.next();
      long before = used();
      long every = Math.max(1, items / SAMPLES);
      for (long step = 1; steps.hasNext(); step++) {
        steps.next();
        if (step % every == 0) {
          most = Math.max(most, (used() - before) / MIB);
        }
      }
    }
    return new Figure(
        "memory held by it, %,d items".formatted(items),
        "16 MiB, at any size",
        most,
        MOST_HELD,
        " MiB",
        most / MOST_HELD,
        Figure.Bound.AT_MOST,
        1);
  }

  private static long used() {
    Runtime.getRuntime().gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
