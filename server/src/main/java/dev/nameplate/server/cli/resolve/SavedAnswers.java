package dev.nameplate.server.cli.resolve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.verify.StatementFile;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.StatementJson;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file format of answers that can be verified offline: a JSON object per line, with {@code
 * identifier}, {@code statement}, and {@code chain}, the delegations that prove it, the outermost
 * first; statements are in Base64. A lone record that needs no delegation is kept as its bytes.
 * {@link StatementFile} reads both.
 */
final class SavedAnswers {
  private SavedAnswers() {}

  /**
   * The encoded answers.
   *
   * @return empty if nothing in the answers was signed about an identifier
   */
  static Optional<Bytes> encoded(LinkedAnswers answers) {
    List<Answer> signed =
        Stream.of(
                answers.aliases().stream(),
                Stream.of(answers.answer()),
                answers.references().stream().flatMap(reference -> reference.answer().stream()))
            .flatMap(some -> some)
            .filter(answer -> answer.statement().isPresent())
            .toList();
    if (signed.isEmpty()) {
      return Optional.empty();
    }
    Answer first = signed.get(0);
    if (signed.size() == 1 && first.chain().isEmpty() && first.record().isPresent()) {
      return first.statement().map(SignedStatement::encoded);
    }
    StringBuilder lines = new StringBuilder();
    signed.forEach(answer -> lines.append(Json.text(json(answer))).append('\n'));
    return Optional.of(Bytes.utf8(lines.toString()));
  }

  private static ObjectNode json(Answer answer) {
    return StatementJson.put(
        Json.object().put("identifier", answer.identifier().toString()),
        answer.statement().orElseThrow(),
        answer.chain());
  }
}
