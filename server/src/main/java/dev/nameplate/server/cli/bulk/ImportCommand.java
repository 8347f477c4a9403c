package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.bulk.ReadRow.Planned;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code import}: assigns the rows of tables, or the records of an export, or captures the events
 * of EPCIS documents.
 */
@Command(
    name = "import",
    header = "Import tables (CSV, JSON Lines), exports and EPCIS documents.",
    description = {
      "",
      "Each row becomes one record, as described by a mapping file. After an interruption, run "
          + "the same command again: only missing rows are assigned, and no row is assigned twice.",
      "",
      "Events of EPCIS 2.0 documents (JSON/JSON-LD) are captured once each, without loss: export "
          + "writes them back. Deviations from the standard are either accepted with a label or "
          + "refused with a message."
    },
    footer = {
      "  nameplate import wine-trace/ --mapping wine-trace --data node",
      "  nameplate import shipments/*.jsonld --data node"
    })
public final class ImportCommand extends NodeCommand {
  private static final int MAX_WINDOW = 65_536;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description = "Files, or directories, of which the files named in the mapping are read.")
  private List<Path> inputs = List.of();

  @Option(
      names = "--mapping",
      paramLabel = "FILE|NAME",
      description =
          "Mapping of rows to records: a mapping file, or wine-trace. Not needed for exports and EPCIS.")
  private Optional<String> mapping = Optional.empty();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description =
          "Replaces every prefix of the mapping. With EPCIS: recorder of the events. Default: "
              + "the node's prefix, if it has only one.")
  private Optional<Prefix> prefix = Optional.empty();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "epcis or rows. Default: detected from the files.")
  private Optional<Format> format = Optional.empty();

  @Option(
      names = "--charset",
      paramLabel = "CHARSET",
      description =
          "Character encoding of the files, for example GBK. Default: as in the mapping, else UTF-8.")
  private Optional<Charset> charset = Optional.empty();

  @Option(
      names = "--in-flight",
      paramLabel = "ROWS",
      description = "Maximum number of unanswered rows, 1 to 65536. Default: 4096.")
  private int window = 4096;

  @Option(
      names = "--retry",
      paramLabel = "SECONDS",
      description = "When the connection is lost, retry for this long, 0 to 86400. Default: 0.")
  private long retrySeconds;

  @Option(names = "--fail-fast", description = "Stop at the first refused row.")
  private boolean failFast;

  @Option(names = "--dry-run", description = "Read and check every row without contacting a node.")
  private boolean dryRun;

  @Option(
      names = "--receipts",
      paramLabel = "FILE",
      description = "Append every receipt to this file, as JSON Lines.")
  private Optional<Path> receipts = Optional.empty();

  /** Content of the files. */
  private enum Format {
    EPCIS,
    ROWS;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() {
    require("in-flight", window, 1, MAX_WINDOW);
    require("retry", retrySeconds, 0, Duration.ofDays(1).toSeconds());
    if (format.equals(Optional.of(Format.EPCIS)) || (format.isEmpty() && looksLikeEpcis())) {
      return epcis();
    }
    if (prefix.isPresent() && mapping.isEmpty()) {
      throw wrong("prefix", prefix.get().toString(), "no prefix without --mapping");
    }
    Output output = output();
    try (ImportRows rows =
        ImportRows.of(
            inputs,
            mapping.map(name -> Mapping.load(name, prefix)).map(this::inCharset),
            charset)) {
      return dryRun ? check(rows, output) : assign(rows, output);
    }
  }

  private Mapping inCharset(Mapping read) {
    return charset.map(read::in).orElse(read);
  }

  private boolean looksLikeEpcis() {
    return mapping.isEmpty() && InputFiles.find(inputs).all().stream().anyMatch(EpcisFile::isOne);
  }

  private int epcis() {
    if (mapping.isPresent()) {
      throw wrong("mapping", mapping.get(), "none with EPCIS documents");
    }
    EpcisImport documents =
        new EpcisImport(
            InputFiles.find(inputs),
            format.isPresent(),
            charset.orElse(StandardCharsets.UTF_8),
            prefix);
    Output output = output();
    if (dryRun) {
      return documents.check(output, failFast);
    }
    try (NodeConnection connection = connect()) {
      return documents.capture(connection, output, settings(), receipts);
    }
  }

  private ResumingStream.Settings settings() {
    return new ResumingStream.Settings(window, Duration.ofSeconds(retrySeconds), failFast);
  }

  private int assign(ImportRows rows, Output output) {
    try (NodeConnection connection = connect();
        Progress progress = new Progress(output, "import");
        ImportResults results = new ImportResults(output, progress, receipts)) {
      new Importer(connection.channel(), connection.target(), settings(), results)
          .run(new Estimated(rows, progress));
      progress.end();
      rows.notes().forEach(note -> output.note("note: " + note));
      results.summarise();
      return results.refused() == 0 ? ExitCode.OK : ExitCode.NO;
    }
  }

  private int check(ImportRows rows, Output output) {
    try (Progress progress = new Progress(output, "check");
        ImportResults results = new ImportResults(output, progress, Optional.empty())) {
      long good = 0;
      CheckedRows before = new CheckedRows();
      RowSource estimated = new Estimated(rows, progress);
      for (Optional<ReadRow> row = estimated.next(); row.isPresent(); row = estimated.next()) {
        if (row.get() instanceof Refused bad) {
          results.refused(bad.place(), bad.failure());
          if (failFast) {
            break;
          }
        } else if (row.get() instanceof Planned planned) {
          planned.removed().forEach(removed -> results.cleaned(planned.place(), removed));
          CheckedRows.Check check = before.add(planned);
          if (check instanceof CheckedRows.Contradicts contradicts) {
            results.refused(planned.place(), contradicts.failure());
            if (failFast) {
              break;
            }
            continue;
          }
          if (check instanceof CheckedRows.Repeated repeated) {
            results.repeated(
                planned.place(), repeated.first(), planned.assignment().identifier().toString());
          }
          good++;
          progress.step();
        }
      }
      progress.end();
      rows.notes().forEach(note -> output.note("note: " + note));
      output.line(
          Counts.of(good, "row")
              + " valid, "
              + (results.repeated() == 0
                  ? ""
                  : results.repeated() + " of them repeat an earlier row, ")
              + results.refused()
              + " invalid; nothing was sent");
      output.result(
          Json.object()
              .put("rows", good + results.refused())
              .put("repeated", results.repeated())
              .put("refused", results.refused()));
      return results.refused() == 0 ? ExitCode.OK : ExitCode.NO;
    }
  }

  /** Rows that update the progress bar's estimate from time to time. */
  private static final class Estimated implements RowSource {
    private final ImportRows rows;
    private final Progress progress;
    private long count;

    Estimated(ImportRows rows, Progress progress) {
      this.rows = rows;
      this.progress = progress;
    }

    @Override
    public Optional<ReadRow> next() {
      Optional<ReadRow> row = rows.next();
      if (++count % 1000 == 0) {
        progress.expect(rows.expected(count));
      }
      return row;
    }

    @Override
    public void close() {
      rows.close();
    }
  }

  private static void require(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw wrong(option, Long.toString(value), least + " to " + most);
    }
  }

  private static InvalidInputException wrong(String field, String value, String expected) {
    return InvalidInputException.of(field, value, expected);
  }
}
