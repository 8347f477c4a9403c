package dev.nameplate.server.cli.bulk;

import dev.nameplate.server.cli.bulk.ReadRow.Cells;
import dev.nameplate.server.cli.input.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** The rows of one file of a table, as the records they become. */
final class PlannedRows implements RowSource {
  private final RowSource rows;
  private final Planner planner;

  private PlannedRows(RowSource rows, Planner planner) {
    this.rows = rows;
    this.planner = planner;
  }

  /** Opens a file of a table whose links were read before. */
  static PlannedRows open(
      Path file, TableMapping table, List<LinkTable> links, AtomicLong bytesRead) {
    return new PlannedRows(
        cells(file, table, table.columns(), bytesRead), new Planner(table, links));
  }

  /** Opens a file in the format of a table, for some of its columns. */
  static RowSource cells(
      Path file, TableMapping table, List<String> columns, AtomicLong bytesRead) {
    FileFormat format =
        table.format().or(() -> FileFormat.of(SourceFile.nameOf(file))).orElse(FileFormat.CSV);
    Set<String> kept = table.jsonColumns();
    return switch (format) {
      case CSV -> CsvRows.open(file, table, columns, bytesRead);
      case JSONL -> JsonRows.open(file, table.charset(), columns, kept, bytesRead);
    };
  }

  @Override
  public Optional<ReadRow> next() {
    return rows.next().map(row -> row instanceof Cells cells ? planner.plan(cells) : row);
  }

  @Override
  public void close() {
    rows.close();
  }
}
