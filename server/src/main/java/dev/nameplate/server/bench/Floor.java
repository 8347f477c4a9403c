package dev.nameplate.server.bench;

import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Measures what we promise, each work with what it is measured against, and shows a row for each as
 * soon as it is known.
 */
public final class Floor {
  /** What an identifier takes on the disk while the files are being rewritten, and some more. */
  private static final long BYTES_AN_IDENTIFIER = 1_000;

  /** What the rows that need no large node take, and what a node keeps free. */
  private static final long FURTHER_BYTES = 2L << 30;

  /** How many times more identifiers the large node has than the small one. */
  private static final long TIMES = 1_000;

  private static final long LEAST_SMALL = 1_000;

  /** How many events the node has that one with very many is measured against. */
  private static final long FEW_EVENTS = 10_000;

  private final Settings settings;
  private final Serving serving;
  private final Output output;
  private boolean allMet = true;

  /** What can be measured. */
  public enum Row {
    GRPC,
    CACHED,
    BULK,
    DISK,
    OPEN,
    COLD,
    HOT,
    CAPTURE,
    TRACE,
    RECALL
  }

  /**
   * What to measure, and how thoroughly.
   *
   * @param scratch a directory in which one is made for the time of the run
   * @param count how many identifiers the large node has, 1 or more
   * @param rounds how many turns each contestant has, 1 or more
   * @param suites how nodes sign: bulk assignment is measured with each
   * @param rows what to measure
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
      if (wants(Row.BULK)) {
        settings
            .suites()
            .forEach(
                suite ->
                    BulkAssign.measure(scratch, suite, (settings.rounds() + 2) / 3)
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
    }
    if (wants(Row.HOT)) {
      long few = Math.max(LEAST_SMALL, settings.count() / TIMES);
      LargeNode small = LargeNode.fill(scratch.resolve("small"), suite, few);
      show(HotResolve.measure(large, small, settings.rounds()));
    }
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
