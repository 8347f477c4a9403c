package dev.nameplate.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Checks that a text is one JSON value (RFC 8259) with unique names, nested at most 1,000 deep,
 * with names and numbers of at most 1,000 characters.
 */
final class JsonSyntax {
  private static final JsonFactory STRICT = JsonBounds.VALUE.strict();

  private JsonSyntax() {}

  /** Reads a value, from its first token to its last. */
  interface Taking<T> {
    T take(JsonParser parser) throws IOException;
  }

  static void check(String text) {
    take(text, JsonParser::skipChildren);
  }

  static <T> T take(String text, Taking<T> taking) {
    try (JsonParser parser = STRICT.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new InvalidRecordException("data", text, "one JSON value");
      }
      T value = taking.take(parser);
      if (parser.nextToken() != null) {
        throw new InvalidRecordException("data", text, "one JSON value and nothing after it");
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw new InvalidRecordException(
          "data",
          text,
          "JSON nested at most 1,000 deep, names and numbers of at most 1,000 characters");
    } catch (JsonProcessingException e) {
      throw new InvalidRecordException("data", text, "valid JSON; " + problem(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a parser over a string reads nothing
    }
  }

  private static String problem(JsonProcessingException e) {
    long offset = e.getLocation() == null ? 0 : e.getLocation().getCharOffset();
    return e.getOriginalMessage() + ", at offset " + offset;
  }
}
