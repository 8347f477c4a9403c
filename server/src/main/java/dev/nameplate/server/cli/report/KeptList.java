package dev.nameplate.server.cli.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.record.JsonBounds;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The elements of a JSON array, or the members of an object, in a temporary file until they are
 * written. Used by one thread.
 */
final class KeptList implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper(JsonBounds.VALUE.lenient());
  private static final int PIECE = 8192;

  private final Path file;
  private final Writer elements;
  private long count;

  KeptList() throws IOException {
    this.file = Files.createTempFile("nameplate-report", ".json");
    this.elements = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  static String text(String text) throws JsonProcessingException {
    return JSON.writeValueAsString(text);
  }

  void add(ObjectNode element) throws IOException {
    add("", element);
  }

  /** Adds an object behind its name and a colon, or behind nothing. */
  void add(String name, ObjectNode value) throws IOException {
    elements.write(count++ == 0 ? "\n    " : ",\n    ");
    elements.write(name);
    elements.write(JSON.writeValueAsString(value));
  }

  long size() {
    return count;
  }

  void copyTo(Appendable out) throws IOException {
    elements.flush();
    CharBuffer piece = CharBuffer.allocate(PIECE);
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      while (in.read(piece) >= 0) {
        out.append(piece.flip());
        piece.clear();
      }
    }
  }

  @Override
  public void close() throws IOException {
    elements.close();
    Files.deleteIfExists(file);
  }
}
