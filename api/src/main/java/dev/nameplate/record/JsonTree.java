package dev.nameplate.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON values (RFC 8259) in memory: a {@code Map}, a {@code List}, a {@code String}, a {@link
 * Digits}, a {@code Boolean}, or an empty {@code Optional} for null.
 */
public final class JsonTree {
  private static final JsonFactory FACTORY = JsonBounds.VALUE.lenient();

  private JsonTree() {}

  /**
   * A number.
   *
   * @param text as it is written
   */
  public record Digits(String text) {}

  /**
   * Reads a text.
   *
   * @throws InvalidRecordException if it is not one valid JSON value, has a name twice, nests more
   *     than 1,000 deep, or has names or numbers of more than 1,000 characters
   */
  public static Object read(String text) {
    return JsonSyntax.take(text, JsonTree::value);
  }

  /** A value as JSON. */
  public static String write(Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(value, generator);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string takes everything
    }
    return text.toString();
  }

  private static void write(Object value, JsonGenerator to) throws IOException {
    if (value instanceof Map<?, ?> object) {
      to.writeStartObject();
      for (Map.Entry<?, ?> member : object.entrySet()) {
        to.writeFieldName(member.getKey().toString());
        write(member.getValue(), to);
      }
      to.writeEndObject();
    } else if (value instanceof List<?> array) {
      to.writeStartArray();
      for (Object one : array) {
        write(one, to);
      }
      to.writeEndArray();
    } else if (value instanceof String text) {
      to.writeString(text);
    } else if (value instanceof Digits digits) {
      to.writeRawValue(digits.text());
    } else if (value instanceof Boolean truth) {
      to.writeBoolean(truth);
    } else {
      to.writeNull();
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
  public static String shown(Object value) {
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
