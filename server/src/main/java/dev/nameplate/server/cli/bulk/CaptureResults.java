package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.ExitCode;
import dev.nameplate.server.cli.Failure;
import dev.nameplate.server.cli.Output;
import dev.nameplate.v1.EventReceipt;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Counts what becomes of events, and shows it: every receipt to a program, to a person the single
 * one, or the counts. Thread-safe.
 */
public final class CaptureResults implements AutoCloseable {
  /** How many errors a person is shown; programs get all of them. */
  private static final int ERRORS_SHOWN = 50;

  private final Output output;
  private final boolean many;
  private final Optional<Progress> progress;
  private final Optional<ReceiptFile> receipts;
  private final Map<String, Long> labels = new TreeMap<>();
  private final long began = System.nanoTime();
  private long captured;
  private long already;
  private long refused;
  private int worst = ExitCode.OK;

  private CaptureResults(
      Output output, boolean many, Optional<Progress> progress, Optional<Path> receipts) {
    this.output = output;
    this.many = many;
    this.progress = progress;
    this.receipts = receipts.map(ReceiptFile::new);
  }

  /** Shows a person the receipt. */
  public static CaptureResults ofOne(Output output) {
    return new CaptureResults(output, false, Optional.empty(), Optional.empty());
  }

  /** Shows a person errors, and the counts in the end. */
  public static CaptureResults ofMany(Output output) {
    return new CaptureResults(output, true, Optional.empty(), Optional.empty());
  }

  /**
   * The same, with a bar that shows how far it is.
   *
   * @param receipts the file that receipts are added to
   */
  static CaptureResults ofImport(Output output, Progress progress, Optional<Path> receipts) {
    return new CaptureResults(output, true, Optional.of(progress), receipts);
  }

  /** The event is recorded. */
  public synchronized void captured(EventReceipt receipt) {
    if (receipt.getAlready()) {
      already++;
    } else {
      captured++;
    }
    receipt.getLabelsList().forEach(label -> labels.merge(label, 1L, Long::sum));
    ObjectNode json = json(receipt);
    output.result(json);
    receipts.ifPresent(file -> file.add(json));
    progress.ifPresent(Progress::step);
    if (!many) {
      output.line(line(receipt));
    }
  }

  /** The event was refused; nothing changed. */
  public synchronized void refused(String place, Failure failure) {
    refused++;
    progress.ifPresent(Progress::step);
    String where = place.isEmpty() ? "" : place + ": ";
    worst = many ? ExitCode.NO : failure.exitCode();
    if (output.json() || refused <= ERRORS_SHOWN) {
      output.failure(new Failure(failure.reason(), where + failure.message()));
    }
  }

  /** The connection was lost and is tried again. */
  synchronized void retrying(Failure failure) {
    output.note("connection lost, trying again: " + failure.message());
  }

  /** What was received so far is to be safe even if this process ends now. */
  synchronized void flush() {
    receipts.ifPresent(ReceiptFile::flush);
  }

  @Override
  public synchronized void close() {
    receipts.ifPresent(ReceiptFile::close);
  }

  /** Tells the counts: a line for people, and for programs an object on standard error. */
  public synchronized void summarise() {
    double seconds = (System.nanoTime() - began) / 1e9;
    long events = captured + already + refused;
    if (output.json()) {
      ObjectNode counts = Output.object().put("events", events).put("captured", captured);
      counts.put("already", already).put("refused", refused).put("seconds", seconds);
      output.progress().println(Output.text(counts));
      return;
    }
    if (refused > ERRORS_SHOWN) {
      output.note((refused - ERRORS_SHOWN) + " more events were refused; --json tells all");
    }
    output.line(
        String.format(
            "%,d events: %,d captured, %,d already there, %,d refused; %.1f s, %,.0f events/s",
            events, captured, already, refused, seconds, events / Math.max(seconds, 1e-3)));
    labels.forEach((label, count) -> output.line(String.format("  %,d labelled %s", count, label)));
  }

  /** How many events were refused. */
  synchronized long refused() {
    return refused;
  }

  /** What the process ends with. */
  public synchronized int exitCode() {
    return worst;
  }

  private static ObjectNode json(EventReceipt receipt) {
    ObjectNode json = Output.object();
    json.put("event", hex(receipt));
    json.put("name", receipt.getName().isEmpty() ? null : receipt.getName());
    json.put("recorder", receipt.getRecorder());
    json.put("already", receipt.getAlready());
    json.put("position", receipt.getPosition());
    json.put("batch", receipt.getBatch());
    json.put("time", Instant.ofEpochMilli(receipt.getTimeMillis()).toString());
    receipt.getLabelsList().forEach(json.putArray("labels")::add);
    return json;
  }

  private String line(EventReceipt receipt) {
    return output.good("Captured")
        + " event "
        + output.bold(hex(receipt))
        + " under "
        + VisibleText.of(receipt.getRecorder())
        + ", position "
        + receipt.getPosition()
        + " of the log"
        + (receipt.getAlready() ? " (recorded before; this is its first receipt)" : "")
        + (receipt.getLabelsCount() == 0
            ? ""
            : "; labels: " + VisibleText.of(String.join(", ", receipt.getLabelsList())));
  }

  private static String hex(EventReceipt receipt) {
    return HexFormat.of().formatHex(receipt.getEventId().toByteArray());
  }
}
