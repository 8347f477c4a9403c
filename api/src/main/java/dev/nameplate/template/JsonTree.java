package dev.nameplate.template;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.nameplate.record.ValueData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON value in memory: a {@code Map}, a {@code List}, a {@code String}, a {@link Digits}, a
 * {@code Boolean}, or an empty {@code Optional} for null.
 */
final class JsonTree {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private JsonTree() {}

  /** A number as it is written. */
  record Digits(String text) {}

  /**
   * Reads a text.
   *
   * @throws dev.nameplate.record.InvalidRecordException if it is not valid JSON, or says a name
   *     twice
   */
  static Object read(String text) {
    ValueData.Json checked = new ValueData.Json(text);
    try (JsonParser parser = FACTORY.createParser(checked.text())) {
      parser.nextToken();
      return value(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it was checked, and a parser over a string reads nothing
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          object.put(name, value(parser));
        }
        yield object;
      }
      case START_ARRAY -> {
        List<Object> array = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          array.add(value(parser));
        }
        yield array;
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Digits(parser.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> Optional.empty();
    };
  }

  /** A value for messages. */
  static String shown(Object value) {
    if (value instanceof Map) {
      return "{…}";
    }
    if (value instanceof List) {
      return "[…]";
    }
    if (value instanceof Digits digits) {
      return digits.text();
    }
    return value instanceof Optional ? "null" : value.toString();
  }
}
