package dev.nameplate.server.bench;

import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures the promised ratios, each work with its reference, and shows a row for each as soon as
 * it is known.
 */
public final class Floor {
  /** Disk space per identifier while files are being rewritten, with a margin, in bytes. */
  private static final long BYTES_AN_IDENTIFIER = 1_000;

  /** Disk space for rows without a large node, and the reserve of a node, in bytes. */
  private static final long FURTHER_BYTES = 2L << 30;

  /** Ratio of identifiers in the large node to those in the small node. */
  private static final long TIMES = 1_000;

  private static final long LEAST_SMALL = 1_000;

  /** Ratio of identifiers in the large node to those that are written one by one. */
  private static final long LONE_SHARE = 5;

  /** Number of events in the reference node of few events. */
  private static final long FEW_EVENTS = 10_000;

  private final Settings settings;
  private final Serving serving;
  private final Output output;
  private boolean allMet = true;

  /** The rows that can be measured. */
  public enum Row {
    GRPC,
    MANY,
    CACHED,
    BULK,
    LONE,
    DISK,
    OPEN,
    COLD,
    HOT,
    CAPTURE,
    TRACE,
    RECALL
  }

  /**
   * Settings of a run.
   *
   * @param scratch parent of the temporary directory of the run
   * @param count number of identifiers in the large node, 1 or more
   * @param rounds number of turns of each contestant, 1 or more
   * @param suites the suites of nodes: bulk assignment is measured with each
   * @param rows the rows to measure
   */
  public record Settings(
      Path scratch, long count, int rounds, List<SignatureSuite> suites, Set<Row> rows) {
    /** Copies the collections. */
    public Settings {
      suites = List.copyOf(suites);
      rows = Set.copyOf(rows);
    }
  }

  /** Measures with these settings. */
  public Floor(Settings settings, Serving serving, Output output) {
    this.settings = settings;
    this.serving = serving;
    this.output = output;
  }

  /**
   * Measures and shows everything.
   *
   * @return whether every target was met
   * @throws dev.nameplate.error.NodeException if the scratch directory cannot be used
   */
  public boolean run() {
    try (Scratch scratch = Scratch.in(settings.scratch())) {
      scratch.requireRoom(settings.count() * BYTES_AN_IDENTIFIER + FURTHER_BYTES);
      output.line(Figure.head());
      if (wants(Row.CACHED)) {
        show(CachedResolve.measure(scratch.resolve("cached"), 2 * settings.rounds()));
      }
      if (wants(Row.GRPC)) {
        show(GrpcResolve.measure(scratch.resolve("grpc"), serving, settings.rounds()));
      }
      if (wants(Row.MANY)) {
        show(ManyResolve.measure(scratch.resolve("many"), serving, settings.rounds()));
      }
      if (wants(Row.BULK)) {
        settings
            .suites()
            .forEach(
                suite ->
                    BulkAssign.measure(scratch, suite, (settings.rounds() + 2) / 3)
                        .forEach(this::show));
      }
      if (wants(Row.LONE)) {
        settings
            .suites()
            .forEach(
                suite ->
                    LoneWrite.measure(scratch, serving, suite, settings.rounds())
                        .forEach(this::show));
      }
      if (wants(Row.DISK) || wants(Row.OPEN) || wants(Row.COLD) || wants(Row.HOT)) {
        ofLargeNode(scratch);
      }
      if (wants(Row.CAPTURE)) {
        settings
            .suites()
            .forEach(
                suite -> show(BulkCapture.measure(scratch, suite, (settings.rounds() + 2) / 3)));
      }
      if (wants(Row.TRACE)) {
        ofLineage(scratch);
      }
      if (wants(Row.RECALL)) {
        ofRecall(scratch);
      }
    }
    return allMet;
  }

  private void ofLargeNode(Scratch scratch) {
    SignatureSuite suite = settings.suites().get(0);
    output.note(String.format(Locale.ROOT, "… assigning %,d identifiers", settings.count()));
    LargeNode large = LargeNode.fill(scratch.resolve("large"), suite, settings.count());
    output.note(
        String.format(
            Locale.ROOT,
            "… its store takes %,d bytes, %,d before it was compacted",
            large.bytes(),
            large.bytesBefore()));
    if (wants(Row.DISK)) {
      show(large.disk());
    }
    if (wants(Row.OPEN)) {
      show(large.opening());
    }
    if (wants(Row.COLD)) {
      show(ColdResolve.measure(large, settings.rounds()));
      ofLoneWrites(scratch, suite);
    }
    if (wants(Row.HOT)) {
      long few = Math.max(LEAST_SMALL, settings.count() / TIMES);
      LargeNode small = LargeNode.fill(scratch.resolve("small"), suite, few);
      show(HotResolve.measure(large, small, settings.rounds()));
    }
  }

  /** Cold resolves of identifiers that are a batch each; a note, without a target. */
  private void ofLoneWrites(Scratch scratch, SignatureSuite suite) {
    long count = Math.max(LEAST_SMALL, settings.count() / LONE_SHARE);
    LargeNode lone = LargeNode.fill(scratch.resolve("lone-writes"), suite, count, 1);
    Figure cold = ColdResolve.measure(lone, settings.rounds());
    output.note(
        String.format(
            Locale.ROOT,
            "… cold, %,d identifiers written one by one: %.2f of a bare get, %,.0f/s : %,.0f/s; %,d bytes each",
            count,
            cold.ratio(),
            cold.measured(),
            cold.against(),
            lone.bytes() / count));
  }

  private void ofLineage(Scratch scratch) {
    SignatureSuite suite = settings.suites().get(0);
    int rounds = (settings.rounds() + 2) / 3;
    show(TraceUp.measure(scratch.resolve("assembly"), suite, rounds));
    output.note(String.format(Locale.ROOT, "… one heat becomes %,d panels", settings.count()));
    TraceDown.measure(
            TracedNode.fill(scratch.resolve("heat"), suite, TracedNode.oneHeat(settings.count())),
            rounds)
        .forEach(this::show);
    output.note(String.format(Locale.ROOT, "… recording %,d events", settings.count()));
    show(
        TraceScale.measure(
            TracedNode.fill(
                scratch.resolve("many"),
                suite,
                TracedNode.steel(TracedNode.MILL, settings.count())),
            TracedNode.fill(
                scratch.resolve("few"),
                suite,
                TracedNode.steel(TracedNode.MILL, Math.min(FEW_EVENTS, settings.count()))),
            rounds));
  }

  private void ofRecall(Scratch scratch) {
    output.note(
        String.format(Locale.ROOT, "… one heat becomes %,d panels to recall", settings.count()));
    RecallRate.measure(
            scratch.resolve("recall"),
            settings.suites().get(0),
            settings.count(),
            (settings.rounds() + 2) / 3)
        .forEach(this::show);
  }

  private boolean wants(Row row) {
    return settings.rows().contains(row);
  }

  private void show(Figure figure) {
    allMet &= figure.met();
    output.line(figure.row());
    output.result(figure.json());
  }
}
