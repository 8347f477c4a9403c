package dev.nameplate.server.cli.bulk;

import static java.util.Objects.requireNonNull;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.Spelling;
import dev.nameplate.server.cli.bulk.ReadRow.Cells;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.server.cli.output.Failure;
import java.io.IOException;
import java.io.PushbackReader;
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
 * <p>As spreadsheets write them, a byte order mark, any line ending, and a first line {@code sep=;}
 * are taken too; rows without content are skipped, and so are columns that have neither a name nor
 * content. A cell that {@link SpreadsheetText} kept from being a formula is read as the text it
 * was.
 *
 * <p><b>Source:</b> RFC 4180.
 */
final class CsvRows implements RowSource {
  /** The most characters of a cell. */
  private static final int MAX_CELL = 1 << 20;

  private static final Pattern SEPARATOR =
      Pattern.compile("\"?sep=([^\"\\r\\n])\"?\\r?\\n", Pattern.CASE_INSENSITIVE);
  private static final int LONGEST_SEPARATOR = 10;

  private static final Pattern LINE = Pattern.compile("line (\\d+)");

  private final Path file;
  private final String name;
  private final CloseableIterator<CsvRecord> records;
  private final int linesBefore;
  private final List<Integer> nameless = new ArrayList<>();
  private final Map<String, Integer> columns;
  private int width;
  private boolean ended;

  private CsvRows(Path file, CloseableIterator<CsvRecord> records, int linesBefore) {
    this.file = file;
    this.name = SourceFile.nameOf(file);
    this.records = records;
    this.linesBefore = linesBefore;
    this.columns = header();
  }

  /** Opens a file and reads its header, which must have the wanted columns. */
  static CsvRows open(Path file, TableMapping table, List<String> wanted, AtomicLong bytesRead) {
    PushbackReader reader =
        new PushbackReader(SourceFile.open(file, table.charset(), bytesRead), LONGEST_SEPARATOR);
    Optional<Character> separator = separatorLine(file, reader);
    CsvRows rows =
        new CsvRows(
            file,
            CsvReader.builder()
                .fieldSeparator(separator.orElse(table.delimiter()))
                .maxBufferSize(MAX_CELL)
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(reader)
                .iterator(),
            separator.isPresent() ? 1 : 0);
    for (String column : wanted) {
      if (!rows.columns.containsKey(column)) {
        rows.close();
        throw wrong(
            rows.name,
            "column " + column,
            "one of the columns "
                + rows.columns.keySet().stream().sorted().toList()
                + Spelling.hint(column, rows.columns.keySet()));
      }
    }
    return rows;
  }

  /** The separator in a first line {@code sep=;}, which is skipped. */
  private static Optional<Character> separatorLine(Path file, PushbackReader reader) {
    try {
      char[] start = new char[LONGEST_SEPARATOR];
      int length = 0;
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        start[length++] = (char) c;
        if (c == '\n' || length == start.length) {
          break;
        }
      }
      Matcher line = SEPARATOR.matcher(new String(start, 0, length));
      int passed = line.lookingAt() ? line.end() : 0;
      reader.unread(start, passed, length - passed);
      return passed == 0 ? Optional.empty() : Optional.of(line.group(1).charAt(0));
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }

  private Map<String, Integer> header() {
    Map<String, Integer> positions = new HashMap<>();
    try {
      Optional<CsvRecord> header =
          records.hasNext() ? Optional.of(records.next()) : Optional.empty();
      List<String> names = header.map(CsvRecord::getFields).orElse(List.of());
      width = names.size();
      for (int i = 0; i < names.size(); i++) {
        String column = names.get(i);
        if (column.indexOf(SourceFile.MALFORMED) >= 0) {
          throw SourceFile.undecodable(
              place(header.orElseThrow()) + ": column " + (i + 1) + " of the header", column);
        }
        if (column.isBlank()) {
          nameless.add(i);
        } else if (positions.putIfAbsent(column, i) != null) {
          throw wrong(
              name,
              "column " + column,
              "each column once in the header; this name is in columns "
                  + (positions.get(column) + 1)
                  + " and "
                  + (i + 1));
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
      while (!ended && records.hasNext()) {
        CsvRecord csv = records.next();
        if (!csv.getFields().stream().allMatch(String::isEmpty)) {
          return Optional.of(row(csv));
        }
      }
      return Optional.empty();
    } catch (CsvParseException e) {
      ended = true;
      String message = String.valueOf(e.getMessage());
      Matcher line = LINE.matcher(message);
      Place place = new Place(name, line.find() ? Long.parseLong(line.group(1)) + linesBefore : 0);
      return Optional.of(refused(place, message, "CSV as in RFC 4180; later rows were not read"));
    } catch (UncheckedIOException e) {
      throw SourceFile.unreadable(file, requireNonNull(e.getCause()));
    }
  }

  private ReadRow row(CsvRecord csv) {
    Place place = place(csv);
    List<String> fields = csv.getFields();
    if (fields.size() < width
        || !fields.subList(width, fields.size()).stream().allMatch(String::isEmpty)) {
      return refused(place, fields.size() + " cells", width + " cells, as in the header");
    }
    List<Integer> unnamed = nameless.stream().filter(i -> !fields.get(i).isEmpty()).toList();
    if (!unnamed.isEmpty()) {
      return refused(place, fields.get(unnamed.get(0)), "nothing in " + numbered(nameless));
    }
    List<List<String>> cells = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      String text = fields.get(i);
      if (text.indexOf(SourceFile.MALFORMED) >= 0) {
        return new Refused(
            place, Failure.of(SourceFile.undecodable("row: column " + (i + 1), text)));
      }
      cells.add(text.isEmpty() ? List.of() : List.of(SpreadsheetText.read(text)));
    }
    return new Cells(place, columns, cells);
  }

  private static String numbered(List<Integer> nameless) {
    List<String> numbers = nameless.stream().map(i -> Integer.toString(i + 1)).toList();
    return numbers.size() == 1
        ? "column " + numbers.get(0) + ", which has no name in the header"
        : "columns %s and %s, which have no name in the header"
            .formatted(
                String.join(", ", numbers.subList(0, numbers.size() - 1)),
                numbers.get(numbers.size() - 1));
  }

  private Place place(CsvRecord csv) {
    return new Place(name, csv.getStartingLineNumber() + linesBefore);
  }

  private static Refused refused(Place place, String value, String expected) {
    return new Refused(place, Failure.of(wrong("row", value, expected)));
  }

  private static InvalidInputException wrong(String field, String value, String expected) {
    return InvalidInputException.of(field, value, expected);
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
