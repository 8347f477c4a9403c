package dev.nameplate.server.cli.bulk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.RecordJson;
import dev.nameplate.server.json.StatementJson;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.wire.Read;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** File format of exported records. */
enum ExportFormat {
  /** JSON Lines: an object per record, for {@code import}. */
  JSONL {
    @Override
    void write(
        SignedStatement statement, Identifier identifier, boolean withProof, OutputStream out)
        throws IOException {
      ObjectNode record = RecordJson.write(Read.unverified(statement, identifier).value());
      record.put("time", statement.batch().time().toString()).put("position", statement.position());
      if (withProof) {
        StatementJson.put(record, statement);
      }
      line(record, out);
    }
  },

  /** JSON Lines: an object per record with only its signed statement, for {@code verify}. */
  STATEMENTS {
    @Override
    void write(
        SignedStatement statement, Identifier identifier, boolean withProof, OutputStream out)
        throws IOException {
      ObjectNode line = Json.object();
      if (statement.is(
          StatementKind.RANGE)) { // only that does not say itself which identifier is meant
        line.put("identifier", identifier.toString());
      }
      line(StatementJson.put(line, statement), out);
    }
  };

  /** Writes one record; it is not verified. */
  abstract void write(
      SignedStatement statement, Identifier identifier, boolean withProof, OutputStream out)
      throws IOException;

  private static void line(ObjectNode object, OutputStream out) throws IOException {
    out.write(object.toString().getBytes(StandardCharsets.UTF_8));
    out.write('\n');
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
