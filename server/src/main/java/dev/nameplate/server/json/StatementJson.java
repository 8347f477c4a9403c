package dev.nameplate.server.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.Base64;
import java.util.List;

/** Signed statements in Base64, for {@code verify}. */
public final class StatementJson {
  private StatementJson() {}

  /** Adds {@code statement}. */
  public static ObjectNode put(ObjectNode json, SignedStatement statement) {
    return json.put("statement", base64(statement));
  }

  /** Adds {@code statement}, and {@code chain}, the delegations that prove it. */
  public static ObjectNode put(
      ObjectNode json, SignedStatement statement, List<SignedStatement> chain) {
    return put(json, statement)
        .set("chain", Json.texts(chain.stream().map(StatementJson::base64).toList()));
  }

  private static String base64(SignedStatement statement) {
    return Base64.getEncoder().encodeToString(statement.encoded().toByteArray());
  }
}
