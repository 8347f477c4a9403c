package dev.nameplate.server.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;

/**
 * The members of an object of a PROV-JSON document, kept in a file until complete: a document has
 * all entities in one object and all activities in another, while an answer has them by turns.
 */
final class ProvSection implements AutoCloseable {
  private final String name;
  private final KeptList members = new KeptList();

  ProvSection(String name) throws IOException {
    this.name = name;
  }

  void add(String key, ObjectNode value) throws IOException {
    members.add(KeptList.text(key) + ": ", value);
  }

  /** Adds something that nothing refers to. */
  void add(ObjectNode value) throws IOException {
    add("_:" + name + members.size(), value);
  }

  boolean isEmpty() {
    return members.size() == 0;
  }

  /** Writes the object, as a member of the document. */
  void copyTo(Writer out) throws IOException {
    out.write("  " + KeptList.text(name) + ": {");
    members.copyTo(out);
    out.write("\n  }");
  }

  @Override
  public void close() throws IOException {
    members.close();
  }
}
