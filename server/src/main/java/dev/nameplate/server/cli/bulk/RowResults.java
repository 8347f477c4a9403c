package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.signing.PrivateFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Results of many rows: receipts for programs and for a file, written in batches, since single
 * lines are slow; errors; elapsed time. Thread-safe.
 */
abstract class RowResults implements AutoCloseable {
  /** The most errors shown to a person; programs get all. */
  static final int ERRORS_SHOWN = 50;

  private static final int BATCH = 256;
  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(50);

  final Output output;
  private final Optional<Progress> progress;
  private final Optional<Path> file;
  private final Optional<BufferedWriter> receipts;
  private final StringBuilder batch = new StringBuilder();
  private final long began = System.nanoTime();
  private int waiting;
  private long lastFlush = System.nanoTime();
  private long refused;

  /**
   * Begins to count.
   *
   * @param receipts the file that receipts are added to; it is private
   */
  RowResults(Output output, Optional<Progress> progress, Optional<Path> receipts) {
    this.output = output;
    this.progress = progress;
    this.file = receipts;
    this.receipts = receipts.map(RowResults::open);
  }

  private static BufferedWriter open(Path file) {
    try {
      return PrivateFiles.appender(file);
    } catch (IOException e) {
      throw TargetFile.unwritable(file, e);
    }
  }

  /** A row is done; its receipt goes to programs, and into the file. */
  final void done(Supplier<ObjectNode> receipt) {
    progress.ifPresent(Progress::step);
    if (!output.json() && receipts.isEmpty()) {
      return;
    }
    batch.append(Json.text(receipt.get())).append('\n');
    if (++waiting >= BATCH || System.nanoTime() - lastFlush > LONGEST_WAIT) {
      flush();
    }
  }

  /**
   * Reports a refused row; nothing changed.
   *
   * @param where its place; empty without a place
   * @param place the place for programs, completed here
   */
  final void refused(String where, Failure failure, ObjectNode place) {
    refused++;
    progress.ifPresent(Progress::step);
    Failure told =
        where.isEmpty() ? failure : new Failure(failure.reason(), where + ": " + failure.message());
    if (output.json()) {
      ObjectNode error = Json.object().put("reason", told.reason());
      error.put("message", told.message()).setAll(place);
      tell(error);
    } else if (refused <= ERRORS_SHOWN) {
      output.failure(told);
    }
  }

  /** Writes an object for programs that is no result. */
  final void tell(ObjectNode object) {
    output.progress().println(Json.text(object));
  }

  /** Number of refused rows. */
  final synchronized long refused() {
    return refused;
  }

  /** Notes the number of lines that were not shown. */
  final void noteMore(long count, String what) {
    if (count > ERRORS_SHOWN) {
      output.note((count - ERRORS_SHOWN) + " more " + what + "; use --json for the full list");
    }
  }

  /** Elapsed time, in seconds. */
  final double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }

  /** The connection was lost and is tried again. */
  public final synchronized void retrying(Failure failure) {
    output.note("connection lost, trying again: " + failure.message());
  }

  /** Makes all results received so far durable. */
  public final synchronized void flush() {
    if (output.json() && waiting > 0) {
      output.raw(batch.toString());
    }
    receipts.ifPresent(writer -> write(() -> writer.append(batch).flush()));
    batch.setLength(0);
    waiting = 0;
    lastFlush = System.nanoTime();
  }

  @Override
  public final synchronized void close() {
    try {
      flush();
    } finally {
      receipts.ifPresent(writer -> write(writer::close));
    }
  }

  private interface Writing {
    void run() throws IOException;
  }

  private void write(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw TargetFile.unwritable(file.orElseThrow(), e);
    }
  }
}
