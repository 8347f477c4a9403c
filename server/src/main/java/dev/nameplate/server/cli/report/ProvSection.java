package dev.nameplate.server.cli.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.record.JsonBounds;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The members of one object of a PROV-JSON document, kept in a file of their own until all are
 * known: a document has all its entities in one object and all its activities in another, while an
 * answer brings them by turns.
 */
final class ProvSection implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper(JsonBounds.VALUE.lenient());

  private final String name;
  private final Path file;
  private final Writer members;
  private long count;

  ProvSection(String name) throws IOException {
    this.name = name;
    this.file = Files.createTempFile("nameplate-prov", ".json");
    this.members = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
  }

  void add(String key, ObjectNode value) throws IOException {
    members.write(count++ == 0 ? "\n    " : ",\n    ");
    members.write(JSON.writeValueAsString(key));
    members.write(": ");
    members.write(JSON.writeValueAsString(value));
  }

  /** Adds something that nothing refers to. */
  void add(ObjectNode value) throws IOException {
    add("_:" + name + count, value);
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Writes the object, as a member of the document. */
  void copyTo(Writer out) throws IOException {
    members.flush();
    out.write("  " + JSON.writeValueAsString(name) + ": {");
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      in.transferTo(out);
    }
    out.write("\n  }");
  }

  @Override
  public void close() throws IOException {
    members.close();
    Files.deleteIfExists(file);
  }
}
