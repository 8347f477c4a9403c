package dev.nameplate.server.cli.bulk;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.cli.Failure;
import dev.nameplate.server.cli.SourceFile;
import dev.nameplate.server.cli.bulk.ReadRow.Cells;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rows of a CSV file with a header line. A row with too many or too few cells, or with bytes
 * that are no text, is refused and the next one read; behind a misplaced or unclosed quote nothing
 * can be told apart, and reading ends.
 *
 * <p><b>Source:</b> RFC 4180; a byte order mark and any line ending are taken too, empty lines are
 * skipped.
 */
final class CsvRows implements RowSource {
  /** The most characters of a cell. */
  private static final int MAX_CELL = 1 << 20;

  private static final Pattern LINE = Pattern.compile("line (\\d+)");

  private final Path file;
  private final String name;
  private final CloseableIterator<CsvRecord> records;
  private final Map<String, Integer> columns;
  private boolean ended;

  private CsvRows(Path file, CloseableIterator<CsvRecord> records) {
    this.file = file;
    this.name = SourceFile.nameOf(file);
    this.records = records;
    this.columns = header();
  }

  /** Opens a file and reads its header, in which the wanted columns must stand. */
  static CsvRows open(Path file, TableMapping table, List<String> wanted, AtomicLong bytesRead) {
    Reader reader = SourceFile.open(file, table.charset(), bytesRead);
    CsvRows rows =
        new CsvRows(
            file,
            CsvReader.builder()
                .fieldSeparator(table.delimiter())
                .maxBufferSize(MAX_CELL)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(reader)
                .iterator());
    for (String column : wanted) {
      if (!rows.columns.containsKey(column)) {
        rows.close();
        throw wrong(
            rows.name,
            "column " + column,
            "one of the columns " + rows.columns.keySet().stream().sorted().toList());
      }
    }
    return rows;
  }

  private Map<String, Integer> header() {
    Map<String, Integer> positions = new HashMap<>();
    try {
      List<String> names = records.hasNext() ? records.next().getFields() : List.of();
      for (int i = 0; i < names.size(); i++) {
        if (positions.putIfAbsent(names.get(i), i) != null) {
          throw wrong(name, "column " + names.get(i), "each column only once in the header");
        }
      }
    } catch (CsvParseException e) {
      throw wrong(name, String.valueOf(e.getMessage()), "a header line");
    }
    return positions;
  }

  @Override
  public Optional<ReadRow> next() {
    try {
      return ended || !records.hasNext() ? Optional.empty() : Optional.of(row(records.next()));
    } catch (CsvParseException e) {
      ended = true;
      String message = String.valueOf(e.getMessage());
      Matcher line = LINE.matcher(message);
      Place place = new Place(name, line.find() ? Long.parseLong(line.group(1)) : 0);
      return Optional.of(
          refused(place, message, "CSV as in RFC 4180; nothing behind this row was read"));
    } catch (UncheckedIOException e) {
      throw SourceFile.unreadable(file, requireNonNull(e.getCause()));
    }
  }

  private ReadRow row(CsvRecord csv) {
    Place place = new Place(name, csv.getStartingLineNumber());
    if (csv.getFieldCount() != columns.size()) {
      return refused(
          place, csv.getFieldCount() + " cells", columns.size() + " cells, as in the header");
    }
    List<List<String>> cells = new ArrayList<>(csv.getFieldCount());
    for (int i = 0; i < csv.getFieldCount(); i++) {
      String text = csv.getField(i);
      if (text.indexOf(SourceFile.MALFORMED) >= 0) {
        return refused(
            place,
            text,
            "only characters of the file's charset; the mapping may name another charset");
      }
      cells.add(text.isEmpty() ? List.of() : List.of(text));
    }
    return new Cells(place, columns, cells);
  }

  private static Refused refused(Place place, String value, String expected) {
    return new Refused(place, Failure.of(wrong("row", value, expected)));
  }

  private static InvalidInputException wrong(String field, String value, String expected) {
    return new InvalidInputException(ErrorReason.INVALID_ARGUMENT, field, value, expected);
  }

  @Override
  public void close() {
    try {
      records.close();
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }
}
