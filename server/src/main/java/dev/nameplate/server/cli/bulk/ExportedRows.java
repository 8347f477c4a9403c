package dev.nameplate.server.cli.bulk;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.bulk.ReadRow.Planned;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.server.cli.input.TextLines;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.json.Fields;
import dev.nameplate.server.json.RecordJson;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The records of a file that {@code export} wrote. A bad line is refused and the next one read. */
final class ExportedRows implements RowSource {
  private final String name;
  private final TextLines lines;

  private ExportedRows(String name, TextLines lines) {
    this.name = name;
    this.lines = lines;
  }

  static ExportedRows open(Path file, Charset charset, AtomicLong bytesRead) {
    return new ExportedRows(SourceFile.nameOf(file), TextLines.open(file, charset, bytesRead));
  }

  @Override
  public Optional<ReadRow> next() {
    return lines.next().map(this::row);
  }

  private ReadRow row(TextLines.Line line) {
    Place place = new Place(name, line.number());
    try {
      RowNames names = new RowNames();
      Assignment assignment = assignment(TextLines.textOf(line), names);
      return new Planned(place, assignment, names.removed());
    } catch (InvalidInputException e) {
      return new Refused(place, Failure.of(e));
    }
  }

  private static Assignment assignment(String text, RowNames names) {
    IdentifierRecord record =
        RecordJson.read(
            Fields.parse("", text), identifier -> names.identifier("identifier", identifier));
    Planner.check(record.identifier(), record.values());
    return new Assignment(record.identifier(), record.values(), OperationId.NONE);
  }

  @Override
  public void close() {
    lines.close();
  }
}
