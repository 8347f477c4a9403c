package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}: writes all records under a prefix, or its events. */
@Command(
    name = "export",
    header = "Export all records under a prefix, or the events recorded under it.",
    description = {
      "",
      "Exports the newest version of every record that is not retired, in order of identifiers. "
          + "import reads JSON Lines back, on any node. After an interruption, run the same "
          + "command again to continue.",
      "",
      "With --format epcis, exports the events recorded under the prefix as one EPCIS 2.0 "
          + "document (JSON-LD). Events captured from EPCIS are written back unchanged; import "
          + "reads the whole document."
    },
    footer = {
      "  nameplate export 88.118.8 --data node --out records.jsonl",
      "  nameplate export 88.118.8 --format epcis --data node --out events.jsonld"
    })
public final class ExportCommand extends NodeCommand {
  @Parameters(
      converter = Sought.OfPrefix.class,
      arity = "1",
      paramLabel = "PREFIX",
      description = "The prefix, for example 88.118.8.")
  private Optional<Prefix> prefix = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "jsonl, statements (signed statements only, for verify) or epcis. Default: jsonl.")
  private Format format = Format.JSONL;

  @Option(
      names = "--proof",
      description = "With jsonl: add the signed statement in Base64, for verify.")
  private boolean proof;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write to this file instead of standard output.")
  private Optional<Path> out = Optional.empty();

  /** Output formats. */
  private enum Format {
    JSONL(Optional.of(ExportFormat.JSONL)),
    STATEMENTS(Optional.of(ExportFormat.STATEMENTS)),
    EPCIS(Optional.empty());

    private final Optional<ExportFormat> records;

    Format(Optional<ExportFormat> records) {
      this.records = records;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    Prefix wanted = prefix.orElseThrow();
    if (proof && format != Format.JSONL) {
      throw InvalidInputException.of(
          "proof",
          "true",
          "--proof only with --format jsonl; statements are proofs themselves, and EPCIS has "
              + "no field for proofs");
    }
    Output output = output();
    try (NodeConnection connection = connect();
        Progress progress = new Progress(output, "export")) {
      if (format.records.isEmpty()) {
        events(new EpcisExport(connection.channel(), wanted, progress), progress, output);
        return ExitCode.OK;
      }
      Exporter exporter = new Exporter(connection.channel(), wanted, format.records.get(), proof);
      if (out.isPresent()) {
        toFile(exporter, connection.target(), out.get(), progress, output);
      } else {
        toStandardOutput(exporter, progress);
      }
      return ExitCode.OK;
    }
  }

  private void events(EpcisExport export, Progress progress, Output output) {
    Path file = out.orElse(Path.of("standard output"));
    try {
      if (out.isPresent()) {
        try (PartialFile partial = new PartialFile(file, "nameplate export 1 epcis")) {
          export.write(partial.out());
          partial.complete();
        }
      } else {
        OutputStream stream = new BufferedOutputStream(terminal().out(), 1 << 16);
        export.write(stream);
        flush(stream);
      }
    } catch (IOException e) {
      throw TargetFile.unwritable(file, e);
    }
    progress.end();
    if (export.withheld() > 0) {
      output.note(
          Counts.of(export.withheld(), "event") + " omitted: this caller may not read them");
    }
    if (out.isPresent()) {
      output.line(String.format("%,d events written to %s", export.count(), file));
      output.result(Json.object().put("events", export.count()).put("file", file.toString()));
    }
  }

  private void toFile(
      Exporter exporter, String target, Path file, Progress progress, Output output) {
    String what =
        "nameplate export 1 %s %s %s%s"
            .formatted(target, prefix.orElseThrow(), format, proof ? " proof" : "");
    try (PartialFile partial = new PartialFile(file, what)) {
      if (!partial.next().isEmpty()) {
        output.note("continuing an interrupted export");
      }
      Counter counter = new Counter(progress, partial::mark);
      exporter.write(partial.next(), partial.out(), counter);
      partial.complete();
      progress.end();
      output.line(String.format("%,d records written to %s", counter.records, file));
      output.result(Json.object().put("records", counter.records).put("file", file.toString()));
    } catch (IOException e) {
      throw TargetFile.unwritable(file, e);
    }
  }

  private void toStandardOutput(Exporter exporter, Progress progress) {
    OutputStream stream = new BufferedOutputStream(terminal().out(), 1 << 16);
    try {
      exporter.write("", stream, new Counter(progress, token -> flush(stream)));
    } catch (IOException e) {
      throw TargetFile.unwritable(Path.of("standard output"), e);
    }
  }

  /** Flushes a print stream, which reports its failures only on request. */
  private void flush(OutputStream stream) throws IOException {
    stream.flush();
    if (terminal().out().checkError()) {
      throw new IOException("its reader has closed it");
    }
  }

  /** Remembers where a page ended. */
  private interface Mark {
    void at(String token) throws IOException;
  }

  /** Counts records, and marks where pages end. */
  private static final class Counter implements Exporter.Listener {
    private final Progress progress;
    private final Mark mark;
    private long records;

    Counter(Progress progress, Mark mark) {
      this.progress = progress;
      this.mark = mark;
    }

    @Override
    public void written() {
      records++;
      progress.step();
    }

    @Override
    public void pageEnded(String nextToken) throws IOException {
      mark.at(nextToken);
    }
  }
}
