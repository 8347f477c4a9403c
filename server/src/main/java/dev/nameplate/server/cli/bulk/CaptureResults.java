package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.log.Receipt;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.ReceiptJson;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts and shows the results of captured events: every receipt to a program; a single receipt, or
 * the counts, to a person. Thread-safe.
 */
public final class CaptureResults extends RowResults {
  private final boolean many;
  private final Map<String, Long> labels = new TreeMap<>();
  private long captured;
  private long already;
  private int worst = ExitCode.OK;

  private CaptureResults(
      Output output, boolean many, Optional<Progress> progress, Optional<Path> receipts) {
    super(output, progress, receipts);
    this.many = many;
  }

  /** Shows a person the receipt. */
  public static CaptureResults ofOne(Output output) {
    return new CaptureResults(output, false, Optional.empty(), Optional.empty());
  }

  /** Results that show a person errors, and finally the counts. */
  public static CaptureResults ofMany(Output output) {
    return new CaptureResults(output, true, Optional.empty(), Optional.empty());
  }

  /**
   * Results with a progress bar.
   *
   * @param receipts the file to append receipts to
   */
  static CaptureResults ofImport(Output output, Progress progress, Optional<Path> receipts) {
    return new CaptureResults(output, true, Optional.of(progress), receipts);
  }

  /**
   * The event is recorded.
   *
   * @param name the name of the event; empty if it has none
   */
  public synchronized void captured(Receipt receipt, String name) {
    if (receipt.replayed()) {
      already++;
    } else {
      captured++;
    }
    receipt.labels().forEach(label -> labels.merge(label, 1L, Long::sum));
    done(() -> ReceiptJson.event(receipt, name));
    if (!many) {
      output.line(line(receipt));
    }
  }

  /** The event was refused; nothing changed. */
  public synchronized void refused(String place, Failure failure) {
    worst = many ? ExitCode.NO : failure.exitCode();
    refused(place, failure, Json.object());
  }

  /** Shows the counts: a line for people, and for programs an object on standard error. */
  public synchronized void summarise() {
    long events = captured + already + refused();
    if (output.json()) {
      ObjectNode counts = Json.object().put("events", events).put("captured", captured);
      counts.put("already", already).put("refused", refused()).put("seconds", seconds());
      tell(counts);
      return;
    }
    noteMore(refused(), "events were refused");
    output.line(
        String.format(
            "%,d events: %,d captured, %,d already there, %,d refused; %.1f s, %,.0f events/s",
            events, captured, already, refused(), seconds(), events / Math.max(seconds(), 1e-3)));
    labels.forEach((label, count) -> output.line(String.format("  %,d labelled %s", count, label)));
  }

  /** Exit code of the process. */
  public synchronized int exitCode() {
    return worst;
  }

  private String line(Receipt receipt) {
    return output.good("Captured")
        + " event "
        + output.bold(receipt.event().toString())
        + " under "
        + VisibleText.of(receipt.identifier().prefix().toString())
        + ", position "
        + receipt.position()
        + " of the log"
        + (receipt.replayed() ? " (recorded earlier; this is the original receipt)" : "")
        + (receipt.labels().isEmpty()
            ? ""
            : "; labels: " + VisibleText.of(String.join(", ", receipt.labels())));
  }
}
