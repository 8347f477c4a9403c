package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Following;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.options.NotVerifiedException;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.wire.QuestionCodec.Reach;
import dev.nameplate.wire.SentAnswer;
import dev.nameplate.wire.SentAnswer.Linked;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, the aliases that led to it, and answers for its references. Immutable.
 *
 * @param aliases the followed aliases, in order
 * @param answer the answer at their end
 * @param references the result for each identifier that the record refers to
 */
record LinkedAnswers(List<Answer> aliases, Answer answer, List<Reference> references) {
  /**
   * The result for a reference.
   *
   * @param identifier the referenced identifier
   * @param answer the answer
   * @param failure the reason for a missing answer
   */
  record Reference(Identifier identifier, Optional<Answer> answer, Optional<Failure> failure) {}

  /**
   * Reads a response whole. That each alias leads to the next answer, and that the record refers to
   * what is answered beside it, is taken from the records, not from the node.
   *
   * @throws NotVerifiedException if it must not be believed; a reference that must not be only has
   *     a failure
   */
  static LinkedAnswers of(Question asked, Reach reach, SentAnswer response, AnswerCheck check) {
    List<Answer> aliases = new ArrayList<>();
    Question at = asked;
    for (Linked alias : reach.aliases() ? response.aliases() : List.<Linked>of()) {
      Answer passed = check.check(at, alias.answer());
      aliases.add(passed);
      at = Question.about(target(passed)); // an alias leads to the newest version
    }
    Answer answer = check.check(at, response);
    List<Reference> references =
        reach.references()
            ? answer.record().map(record -> references(record, response, check)).orElse(List.of())
            : List.of();
    return new LinkedAnswers(List.copyOf(aliases), answer, references);
  }

  private static Identifier target(Answer alias) {
    return alias
        .record()
        .flatMap(Following::aliasIn)
        .orElseThrow(
            () ->
                NotVerifiedException.answer(
                    alias.asked(),
                    new UnacceptableAnswerException(
                        "it was returned as an alias, but is not an alias"),
                    ""));
  }

  private static List<Reference> references(
      IdentifierRecord record, SentAnswer response, AnswerCheck check) {
    Map<Identifier, Linked> given = new LinkedHashMap<>();
    for (Linked linked : response.references()) {
      linked.identifier().ifPresent(identifier -> given.putIfAbsent(identifier, linked));
    }
    return Following.referencesIn(record).stream()
        .map(
            identifier ->
                given.containsKey(identifier)
                    ? reference(identifier, given.get(identifier), check)
                    : failed(
                        identifier,
                        new Failure(
                            ErrorReason.BUDGET_EXHAUSTED.name(),
                            "not resolved: the limit of references per request is reached; "
                                + "resolve it separately")))
        .toList();
  }

  private static Reference reference(Identifier identifier, Linked linked, AnswerCheck check) {
    if (linked.refusal().isPresent()) {
      return failed(identifier, Failure.of(linked.refusal().get()));
    }
    try {
      Answer answer = check.check(Question.about(identifier), linked.answer());
      return new Reference(identifier, Optional.of(answer), Optional.empty());
    } catch (RejectedStatementException e) {
      return failed(identifier, Failure.of(e));
    }
  }

  private static Reference failed(Identifier identifier, Failure failure) {
    return new Reference(identifier, Optional.empty(), Optional.of(failure));
  }
}
