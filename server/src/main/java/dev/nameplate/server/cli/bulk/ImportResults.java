package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.epcis.Defect;
import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.Failure;
import dev.nameplate.server.cli.Output;
import dev.nameplate.server.cli.Receipts;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.v1.Receipt;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Counts what becomes of the rows, and writes receipts and errors out: in batches, since a line at
 * a time is slow. Thread-safe.
 */
final class ImportResults implements ImportReport, AutoCloseable {
  /** How many errors a person is shown; programs get all of them. */
  static final int ERRORS_SHOWN = 50;

  /** Of names from which characters were removed; EPCIS documents have the same label. */
  private static final String LABEL = Defect.CHARACTERS_REMOVED.code();

  private static final int BATCH = 256;
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);

  private final Output output;
  private final Progress progress;
  private final Optional<BufferedWriter> receipts;
  private final StringBuilder batch = new StringBuilder();
  private final long began = System.nanoTime();
  private int waiting;
  private long lastFlush = System.nanoTime();
  private long assigned;
  private long replayed;
  private long present;
  private long repeated;
  private long refused;
  private long cleaned;
  private final AssignedRows assignedRows = new AssignedRows();

  /**
   * Begins to count.
   *
   * @param receipts the file that receipts are added to; it is private
   */
  ImportResults(Output output, Progress progress, Optional<Path> receipts) {
    this.output = output;
    this.progress = progress;
    this.receipts = receipts.map(ImportResults::open);
  }

  private static BufferedWriter open(Path file) {
    try {
      return PrivateFiles.appender(file);
    } catch (IOException e) {
      throw TargetFile.unwritable(file, e);
    }
  }

  @Override
  public synchronized void assigned(Place place, Receipt receipt) {
    if (!receipt.getReplayed()) {
      assigned++;
      assignedRows.add(receipt.getPosition(), place);
    } else if (!isRepeated(place, receipt)) {
      replayed++;
    }
    write(receipt);
  }

  private boolean isRepeated(Place place, Receipt receipt) {
    Optional<Place> first = assignedRows.at(receipt.getPosition());
    first.ifPresent(row -> repeated(place, row, receipt.getIdentifier()));
    return first.isPresent();
  }

  /** Tells of a row that says what an earlier row of this run says. */
  synchronized void repeated(Place place, Place first, String identifier) {
    repeated++;
    if (output.json()) {
      output
          .progress()
          .println(
              Output.text(
                  Output.object()
                      .put("repeated", identifier)
                      .put("file", place.file())
                      .put("line", place.line())
                      .put("firstFile", first.file())
                      .put("firstLine", first.line())));
    } else if (repeated <= ERRORS_SHOWN) {
      output.note(
          place
              + ": repeats "
              + place.seen(first)
              + ", which assigned "
              + VisibleText.of(identifier));
    }
  }

  @Override
  public synchronized Optional<Place> assignedAt(long position) {
    return assignedRows.at(position);
  }

  @Override
  public synchronized void present(Place place, Receipt receipt) {
    if (!isRepeated(place, receipt)) {
      present++;
    }
    write(receipt);
  }

  @Override
  public synchronized void refused(Place place, Failure failure) {
    refused++;
    progress.step();
    if (output.json()) {
      ObjectNode error =
          Output.object()
              .put("reason", failure.reason())
              .put("message", place + ": " + failure.message());
      output
          .progress()
          .println(Output.text(error.put("file", place.file()).put("line", place.line())));
    } else if (refused <= ERRORS_SHOWN) {
      output.failure(new Failure(failure.reason(), place + ": " + failure.message()));
    }
  }

  @Override
  public synchronized void cleaned(Place place, String removed) {
    cleaned++;
    if (output.json()) {
      output
          .progress()
          .println(
              Output.text(
                  Output.object()
                      .put("label", LABEL)
                      .put("message", place + ": " + VisibleText.within(removed))
                      .put("file", place.file())
                      .put("line", place.line())));
    } else if (cleaned <= ERRORS_SHOWN) {
      output.note(place + ": " + LABEL + ": " + VisibleText.within(removed));
    }
  }

  /** Tells a person of how many names characters were removed. */
  private void summariseCleaned() {
    if (cleaned > 0) {
      output.line(String.format("  %,d labelled %s", cleaned, LABEL));
    }
  }

  @Override
  public synchronized void retrying(Failure failure) {
    output.note("connection lost, trying again: " + failure.message());
  }

  private void write(Receipt receipt) {
    progress.step();
    if (!output.json() && receipts.isEmpty()) {
      return;
    }
    batch.append(Output.text(Receipts.json(receipt))).append('\n');
    if (++waiting >= BATCH || System.nanoTime() - lastFlush > LONGEST_WAIT) {
      flush();
    }
  }

  @Override
  public synchronized void flush() {
    if (output.json() && waiting > 0) {
      output.raw(batch.toString());
    }
    receipts.ifPresent(this::append);
    batch.setLength(0);
    waiting = 0;
    lastFlush = System.nanoTime();
  }

  private void append(BufferedWriter writer) {
    try {
      writer.append(batch).flush();
    } catch (IOException e) {
      throw TargetFile.unwritable(Path.of("receipts"), e);
    }
  }

  /** How many rows say what an earlier one says. */
  synchronized long repeated() {
    return repeated;
  }

  /** How many rows were refused. */
  synchronized long refused() {
    return refused;
  }

  /** Tells the counts, as a line for people, and for programs as an object on standard error. */
  synchronized void summarise() {
    double seconds = (System.nanoTime() - began) / 1e9;
    long rows = assigned + replayed + present + repeated + refused;
    if (output.json()) {
      ObjectNode counts =
          Output.object().put("rows", rows).put("assigned", assigned).put("replayed", replayed);
      counts.put("repeated", repeated);
      output
          .progress()
          .println(
              Output.text(
                  counts
                      .put("present", present)
                      .put("refused", refused)
                      .put("cleaned", cleaned)
                      .put("seconds", seconds)));
      return;
    }
    if (refused > ERRORS_SHOWN) {
      output.note((refused - ERRORS_SHOWN) + " more rows were refused; --json tells all");
    }
    if (repeated > ERRORS_SHOWN) {
      output.note((repeated - ERRORS_SHOWN) + " more rows repeat another; --json tells all");
    }
    output.line(
        String.format(
            "%,d rows: %,d assigned, %,d assigned by an earlier run, %,d already there,%s %,d refused; %.1f s, %,.0f rows/s",
            rows,
            assigned,
            replayed,
            present,
            repeated == 0 ? "" : String.format(" %,d repeated in the file,", repeated),
            refused,
            seconds,
            rows / Math.max(seconds, 1e-3)));
    summariseCleaned();
  }

  @Override
  public synchronized void close() {
    try {
      flush();
    } finally {
      receipts.ifPresent(ImportResults::close);
    }
  }

  private static void close(BufferedWriter writer) {
    try {
      writer.close();
    } catch (IOException e) {
      throw TargetFile.unwritable(Path.of("receipts"), e);
    }
  }
}
