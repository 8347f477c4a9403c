package dev.nameplate.server.cli.bulk;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Captures the events of files with EPCIS documents, or only reads and checks them. */
final class EpcisImport {
  private final List<Path> files;
  private final Optional<Prefix> recorder;
  private final Charset charset;

  /**
   * Creates an import.
   *
   * @param certain true if all files are EPCIS, whatever their names
   * @param charset charset of the files
   * @param recorder the prefix of the recorder; empty for the node's only prefix
   */
  EpcisImport(InputFiles inputs, boolean certain, Charset charset, Optional<Prefix> recorder) {
    this.charset = charset;
    this.files = certain ? inputs.all() : inputs.epcis();
    this.recorder = recorder;
  }

  int capture(
      NodeConnection connection,
      Output output,
      ResumingStream.Settings settings,
      Optional<Path> receipts) {
    try (Progress progress = new Progress(output, "import");
        CaptureResults results = CaptureResults.ofImport(output, progress, receipts);
        Rows rows = new Rows(progress)) {
      CaptureStream.send(connection, settings, rows, results);
      progress.end();
      results.summarise();
      return results.exitCode();
    }
  }

  int check(Output output, boolean failFast) {
    try (Progress progress = new Progress(output, "check");
        CaptureResults results = CaptureResults.ofImport(output, progress, Optional.empty());
        Rows rows = new Rows(progress)) {
      long good = 0;
      while (rows.hasNext() && !(failFast && results.exitCode() != ExitCode.OK)) {
        if (rows.next() instanceof CaptureRow.Bad bad) {
          results.refused(bad.place(), bad.failure());
        } else {
          good++;
          progress.step();
        }
      }
      progress.end();
      output.line(
          Counts.of(good, "event") + " valid, " + results.refused() + " invalid; nothing was sent");
      output.result(
          Json.object().put("events", good + results.refused()).put("refused", results.refused()));
      return results.exitCode();
    }
  }

  /** The events of all files, one after the other. */
  private final class Rows implements Iterator<CaptureRow>, AutoCloseable {
    private final Iterator<Path> left = files.iterator();
    private final AtomicLong bytesRead = new AtomicLong();
    private final long bytes = files.stream().mapToLong(Rows::size).sum();
    private final Progress progress;
    private Optional<EpcisFile> open = Optional.empty();
    private long rows;

    Rows(Progress progress) {
      this.progress = progress;
    }

    private static long size(Path file) {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw SourceFile.unreadable(file, e);
      }
    }

    @Override
    public boolean hasNext() {
      while (open.isEmpty() || !open.get().hasNext()) {
        close();
        if (!left.hasNext()) {
          return false;
        }
        open = Optional.of(EpcisFile.open(left.next(), charset, bytesRead, recorder, false));
      }
      return true;
    }

    @Override
    public CaptureRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (++rows % 1000 == 0) {
        progress.expect(Math.max(rows, rows * bytes / Math.max(1, bytesRead.get())));
      }
      return open.orElseThrow().next();
    }

    @Override
    public void close() {
      open.ifPresent(EpcisFile::close);
      open = Optional.empty();
    }
  }
}
