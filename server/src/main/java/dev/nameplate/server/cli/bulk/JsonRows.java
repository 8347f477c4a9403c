package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.JsonBounds;
import dev.nameplate.server.cli.bulk.ReadRow.Cells;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.server.cli.input.TextLines;
import dev.nameplate.server.cli.output.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rows of a file with one JSON object a line. The top-level fields are the columns; a field
 * that is missing or null is an empty cell, an array of plain values is a cell with several texts,
 * and numbers keep their digits as written. Fields that nobody wants are skipped. A bad line is
 * refused and the next one read.
 */
final class JsonRows implements RowSource {
  private static final JsonFactory JSON = JsonBounds.VALUE.strict();

  private final String name;
  private final TextLines lines;
  private final Map<String, Integer> columns = new HashMap<>();
  private final Set<String> kept;

  private JsonRows(String name, TextLines lines, List<String> wanted, Set<String> kept) {
    this.name = name;
    this.lines = lines;
    this.kept = kept;
    wanted.forEach(column -> columns.put(column, columns.size()));
  }

  /**
   * Opens a file.
   *
   * @param wanted the columns to read
   * @param kept the columns whose JSON is kept verbatim
   */
  static JsonRows open(
      Path file, Charset charset, List<String> wanted, Set<String> kept, AtomicLong bytesRead) {
    return new JsonRows(
        SourceFile.nameOf(file), TextLines.open(file, charset, bytesRead), wanted, kept);
  }

  @Override
  public Optional<ReadRow> next() {
    return lines.next().map(this::row);
  }

  private ReadRow row(TextLines.Line line) {
    Place place = new Place(name, line.number());
    try {
      return new Cells(place, columns, cells(TextLines.textOf(line)));
    } catch (InvalidInputException e) {
      return new Refused(place, Failure.of(e));
    }
  }

  private List<List<String>> cells(String text) {
    List<List<String>> cells = new ArrayList<>(Collections.nCopies(columns.size(), List.of()));
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw wrong("line", text, "one JSON object a line");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String column = parser.currentName();
        Integer position = columns.get(column);
        parser.nextToken();
        if (position == null) {
          parser.skipChildren();
        } else {
          cells.set(position, kept.contains(column) ? kept(parser, text) : texts(parser, column));
        }
      }
      if (parser.nextToken() != null) {
        throw wrong("line", text, "one JSON object a line, and nothing after it");
      }
      return cells;
    } catch (JsonProcessingException e) {
      throw wrong("line", text, "valid JSON; " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a parser over a string reads nothing
    }
  }

  private static List<String> kept(JsonParser parser, String text) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    int start = (int) parser.currentTokenLocation().getCharOffset();
    parser.skipChildren();
    parser.finishToken();
    return List.of(text.substring(start, (int) parser.currentLocation().getCharOffset()));
  }

  private static List<String> texts(JsonParser parser, String column) throws IOException {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      throw wrong(
          "column " + column,
          "an object",
          "a plain value or an array of plain values, or kind json in the mapping");
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return plain(parser);
    }
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken().isStructStart()) {
        throw wrong("column " + column, "a nested array or object", "an array of plain values");
      }
      texts.addAll(plain(parser));
    }
    return texts;
  }

  private static List<String> plain(JsonParser parser) throws IOException {
    String text = parser.currentToken() == JsonToken.VALUE_NULL ? "" : parser.getText();
    return text.isEmpty() ? List.of() : List.of(text);
  }

  private static InvalidInputException wrong(String field, String value, String expected) {
    return InvalidInputException.of(field, value, expected);
  }

  @Override
  public void close() {
    lines.close();
  }
}
