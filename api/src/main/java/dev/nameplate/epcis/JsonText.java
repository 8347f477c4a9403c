package dev.nameplate.epcis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.nameplate.record.JsonBounds;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/** A JSON text that is read once, token by token, with parts kept verbatim. */
final class JsonText implements AutoCloseable {
  /** Deeper than any document, and less than what an event is read with has room for. */
  static final int DEEPEST = 200;

  // What is beyond these bounds ends the reading, so names may be longer than in an event.
  private static final JsonFactory FACTORY =
      new JsonBounds(
              DEEPEST, StreamReadConstraints.DEFAULT_MAX_NAME_LEN, JsonBounds.VALUE.stringLength())
          .lenient();

  private final Recording recording;
  final JsonParser parser;

  JsonText(Reader in, int mostKept) throws IOException {
    this.recording = new Recording(in, mostKept);
    this.parser = FACTORY.createParser(recording);
  }

  /** Offset of the first character of the current token. */
  long begin() {
    return parser.currentTokenLocation().getCharOffset();
  }

  /** Offset behind the current token; for a text, only after {@link #through}. */
  long end() {
    return parser.currentLocation().getCharOffset();
  }

  /** Moves to the end of the value that begins with the current token. */
  void through() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      parser.finishToken();
    } else {
      parser.skipChildren();
    }
  }

  /** Moves to the end of the value like {@link #through}, without keeping a string. */
  void skip() throws IOException {
    parser.skipChildren();
  }

  /** The text between two offsets; empty if it was too long to be kept. */
  Optional<String> text(long from, long to) {
    return recording.text(from, to);
  }

  /** Discards the kept text up to the end of the current token. */
  void forget() {
    recording.forget(end());
  }

  /**
   * The context of the object that begins at an offset, wherever in the object the context is.
   * Offsets must be given in ascending order, each once.
   */
  Optional<String> contextAt(long place) throws IOException {
    while (parser.nextToken() != null) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        if (begin() == place) {
          return context();
        }
        skip();
      }
      forget();
    }
    return Optional.empty();
  }

  private Optional<String> context() throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = parser.currentName().equals("@context");
      parser.nextToken();
      long from = begin();
      through();
      if (found) {
        return text(from, end());
      }
      forget();
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
