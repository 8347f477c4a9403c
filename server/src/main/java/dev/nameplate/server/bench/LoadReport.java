package dev.nameplate.server.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** The report of a load. */
final class LoadReport {
  private static final double MICROS = 1e3;

  private final String work;
  private final LoadOptions options;
  private final boolean nodeIncluded;
  private double cpuSeconds;
  private Optional<Disk> disk = Optional.empty();

  /** Sizes of a store before and after, with the number of identifiers. */
  private record Disk(long before, long bytes, long identifiers) {
    double each() {
      return (double) (bytes - before) / identifiers;
    }
  }

  /**
   * Begins one.
   *
   * @param nodeIncluded whether the node is in this process
   */
  LoadReport(String work, LoadOptions options, boolean nodeIncluded) {
    this.work = work;
    this.options = options;
    this.nodeIncluded = nodeIncluded;
  }

  void cpuSeconds(double seconds) {
    cpuSeconds = seconds;
  }

  void disk(long before, long bytes, long identifiers) {
    disk = Optional.of(new Disk(before, bytes, identifiers));
  }

  void show(Tally tally, Output output) {
    double seconds = tally.seconds();
    output.line(String.format(Locale.ROOT, "%s: %s, %.1f s", work, options.inWords(), seconds));
    output.line(
        line(
            "",
            "requests",
            "rate/s",
            "failed",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "p99.9 ms",
            "max ms"));
    tally.all().forEach((kind, counted) -> show(kind, counted, seconds, output));
    output.line(
        String.format(
            Locale.ROOT,
            "cpu %.1f s of this process, %s",
            cpuSeconds,
            nodeIncluded ? "the node included" : "without the node"));
    ObjectNode whole =
        Json.object()
            .put("work", work)
            .put("connections", options.connections())
            .put("inFlight", options.inFlight())
            .put("seconds", seconds)
            .put("cpuSeconds", cpuSeconds)
            .put("nodeIncluded", nodeIncluded);
    options.rate().ifPresent(rate -> whole.put("offeredRate", rate));
    disk.ifPresent(
        known -> {
          whole.put("diskBytes", known.bytes());
          output.line(String.format(Locale.ROOT, "disk %,d bytes", known.bytes()));
          if (known.identifiers() > 0) {
            whole.put("bytesPerIdentifier", known.each());
            output.line(
                String.format(
                    Locale.ROOT,
                    "     %.0f bytes an identifier of this run, not compacted",
                    known.each()));
          }
        });
    output.result(whole);
  }

  private static void show(Load.Kind kind, Tally.Counted counted, double seconds, Output output) {
    Histogram nanos = counted.nanos();
    long failed = counted.failures().values().stream().mapToLong(Long::longValue).sum();
    double rate = nanos.getTotalCount() / Math.max(seconds, 1e-9);
    output.line(
        line(
            kind.word(),
            String.format(Locale.ROOT, "%,d", nanos.getTotalCount() + failed),
            String.format(Locale.ROOT, "%,.0f", rate),
            String.format(Locale.ROOT, "%,d", failed),
            millis(nanos, 50),
            millis(nanos, 90),
            millis(nanos, 99),
            millis(nanos, 99.9),
            millis(nanos, 100)));
    if (failed > 0) {
      output.line(
          counted.failures().entrySet().stream()
              .map(one -> one.getKey() + " " + one.getValue())
              .collect(Collectors.joining(", ", "  failed: ", "")));
    }
    ObjectNode json =
        Json.object()
            .put("kind", kind.word())
            .put("requests", nanos.getTotalCount() + failed)
            .put("rate", rate)
            .put("p50Micros", nanos.getValueAtPercentile(50) / MICROS)
            .put("p90Micros", nanos.getValueAtPercentile(90) / MICROS)
            .put("p99Micros", nanos.getValueAtPercentile(99) / MICROS)
            .put("p999Micros", nanos.getValueAtPercentile(99.9) / MICROS)
            .put("maxMicros", nanos.getMaxValue() / MICROS);
    ObjectNode failures = json.putObject("failures");
    counted.failures().forEach(failures::put);
    output.result(json);
  }

  private static String millis(Histogram nanos, double percentile) {
    return String.format(Locale.ROOT, "%,.3f", nanos.getValueAtPercentile(percentile) / 1e6);
  }

  private static String line(String... cells) {
    return String.format("%-10s %12s %10s %8s %10s %10s %10s %10s %10s", (Object[]) cells);
  }
}
