package dev.nameplate.resolve;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Follows a record's alias and the references of its values; public values only, since others would
 * be revealed by the path. Runs above every cache, and spends from the question's budget.
 * Thread-safe.
 */
public final class Following {
  /**
   * Type of a value that names the identifier which is meant.
   *
   * <p><b>Source:</b> RFC 3651, section 3.2.5.
   */
  public static final String ALIAS = "HS_ALIAS";

  /** The most references that are followed; the budget is usually spent before. */
  private static final int MOST_REFERENCES = 32;

  private final Resolver next;

  /** Follows with the answers of a resolver. */
  public Following(Resolver next) {
    this.next = next;
  }

  /**
   * An answer about one of the identifiers on the way.
   *
   * @param identifier the identifier
   * @param answer what came of it; empty if it has no answer
   * @param failure why it has none
   */
  public record Step(
      Identifier identifier, Optional<Resolution> answer, Optional<NameplateException> failure) {}

  /**
   * The result of following aliases.
   *
   * @param aliases the followed aliases, in order; each was found
   * @param identifier the identifier at their end
   * @param answer the answer about it
   * @param references the identifiers it refers to, without duplicates, in the order of its values
   */
  public record Trail(
      List<Step> aliases, Identifier identifier, Resolution answer, List<Step> references) {}

  /**
   * Answers a question, and follows aliases and references.
   *
   * @param aliases true to follow aliases
   * @param references true to answer for references, too
   * @throws AliasLoopException if the aliases lead back
   * @throws BudgetExhaustedException if there are more aliases than the budget allows; references
   *     for which it does not suffice only have no answer
   */
  public Trail follow(Question question, boolean aliases, boolean references, Budget budget) {
    List<Step> passed = new ArrayList<>();
    Set<Identifier> seen = new HashSet<>();
    Identifier at = question.identifier();
    Resolution answer = next.resolve(question, budget);
    Optional<Identifier> target = aliases ? aliasIn(answer) : Optional.empty();
    while (target.isPresent()) {
      seen.add(at);
      passed.add(new Step(at, Optional.of(answer), Optional.empty()));
      at = target.get();
      if (seen.contains(at)) {
        throw new AliasLoopException(at);
      }
      budget.spendAlias();
      answer = next.resolve(Question.about(at), budget);
      target = aliasIn(answer);
    }
    return new Trail(passed, at, answer, references ? references(answer, budget) : List.of());
  }

  /** The identifier that a record is an alias of. Restricted values would show through it. */
  public static Optional<Identifier> aliasIn(IdentifierRecord record) {
    return publicValues(record)
        .filter(value -> value.hasType(ALIAS))
        .map(Following::target)
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The other identifiers that a record's public values refer to, each once, in their order. */
  public static List<Identifier> referencesIn(IdentifierRecord record) {
    return publicValues(record)
        .filter(value -> !value.hasType(ALIAS))
        .flatMap(value -> referenceIn(value).stream())
        .filter(target -> !target.equals(record.identifier()))
        .distinct()
        .toList();
  }

  private static Stream<RecordValue> publicValues(IdentifierRecord record) {
    return record.values().stream().filter(value -> value.permissions().publicRead());
  }

  private static Optional<Identifier> aliasIn(Resolution answer) {
    return answer instanceof Resolution.Found found ? aliasIn(found.record()) : Optional.empty();
  }

  private static Optional<Identifier> target(RecordValue value) {
    if (value.data() instanceof ValueData.Reference reference) {
      return Optional.of(reference.to().identifier());
    }
    if (value.data() instanceof ValueData.Text text) {
      try {
        return Optional.of(Identifier.parse(text.text()));
      } catch (InvalidInputException e) {
        return Optional.empty(); // it names no identifier, so there is nothing to go on to
      }
    }
    return Optional.empty();
  }

  private List<Step> references(Resolution answer, Budget budget) {
    if (!(answer instanceof Resolution.Found found)) {
      return List.of();
    }
    return referencesIn(found.record()).stream()
        .limit(MOST_REFERENCES)
        .map(target -> step(target, budget))
        .toList();
  }

  private static Optional<Identifier> referenceIn(RecordValue value) {
    return value.data() instanceof ValueData.Reference reference
        ? Optional.of(reference.to().identifier())
        : Optional.empty();
  }

  private Step step(Identifier target, Budget budget) {
    try {
      budget.spendAlias();
      return new Step(
          target, Optional.of(next.resolve(Question.about(target), budget)), Optional.empty());
    } catch (NameplateException e) {
      return new Step(target, Optional.empty(), Optional.of(e));
    }
  }
}
