package dev.nameplate.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Checks that a text is one JSON value (RFC 8259) with unique names, nested at most 1,000 deep,
 * with names and numbers of at most 1,000 characters.
 */
final class JsonSyntax {
  private static final int MOST = 1000;

  // Names come from strangers: they are neither interned nor kept in a table.
  private static final JsonFactory STRICT =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST)
                  .maxNameLength(MOST)
                  .maxNumberLength(MOST)
                  .build())
          .build();

  private JsonSyntax() {}

  /** Takes a value, beginning at its first token, up to its last one. */
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
        throw new InvalidRecordException("data", text, "one JSON value and nothing behind it");
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
