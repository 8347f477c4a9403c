package dev.nameplate.server.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.Certificate.Answer;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.AnswerRow;
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

  /** A certificate: {@code statement}, {@code chain} and {@code question}. */
  public static ObjectNode certificate(
      SignedStatement statement, List<SignedStatement> chain, Bytes question) {
    return put(Json.object(), statement, chain).put("question", base64(question));
  }

  /**
   * A row of an answer: {@code recall}, or {@code trace} with {@code statement} and {@code chain}
   * of its event.
   *
   * @param chain the delegations that prove its event, the outermost first
   */
  public static ObjectNode row(AnswerRow row, List<SignedStatement> chain) {
    ObjectNode json = Json.object();
    row.event().ifPresent(event -> put(json, event, chain));
    return json.put(row.answer() == Answer.TRACE ? "trace" : "recall", base64(row.remainder()));
  }

  private static String base64(SignedStatement statement) {
    return base64(statement.encoded());
  }

  /** Bytes in Base64. */
  public static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
