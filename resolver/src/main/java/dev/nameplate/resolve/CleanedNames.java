package dev.nameplate.resolve;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks for an identifier as written, and if it does not exist, again without invisible characters:
 * a text copied from a label or a page often has some. The answer names the identifier that was
 * found. Runs above the cache. Thread-safe.
 */
public final class CleanedNames implements Resolver {
  private final Resolver next;

  /** Asks a resolver. */
  public CleanedNames(Resolver next) {
    this.next = next;
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    Resolution exact;
    try {
      exact = next.resolve(question, budget);
    } catch (NameplateException e) {
      return cleaned(question, again -> next.resolve(again, budget)).orElseThrow(() -> e);
    }
    return exists(exact)
        ? exact
        : cleaned(question, again -> next.resolve(again, budget)).orElse(exact);
  }

  @Override
  public Resolution resolve(Question question) {
    Resolution exact;
    try {
      exact = next.resolve(question); // makes no budget for what is kept
    } catch (NameplateException e) {
      return cleaned(question, next::resolve).orElseThrow(() -> e);
    }
    return exists(exact) ? exact : cleaned(question, next::resolve).orElse(exact);
  }

  @Override
  public Resolution resolve(Identifier identifier) {
    Resolution exact;
    try {
      exact = next.resolve(identifier);
    } catch (NameplateException e) {
      return cleaned(Question.about(identifier), next::resolve).orElseThrow(() -> e);
    }
    return exists(exact) ? exact : cleaned(Question.about(identifier), next::resolve).orElse(exact);
  }

  @Override
  public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    List<Resolved> results = next.resolveAll(identifiers, asOf, budget);
    List<Integer> places = new ArrayList<>();
    List<Identifier> cleaned = new ArrayList<>();
    for (int place = 0; place < results.size(); place++) {
      if (!exists(results.get(place)) && !results.get(place).isExhausted()) {
        Optional<Identifier> other = identifiers.get(place).cleaned();
        if (other.isPresent()) {
          places.add(place);
          cleaned.add(other.get());
        }
      }
    }
    if (places.isEmpty()) {
      return results;
    }
    List<Resolved> merged = new ArrayList<>(results);
    List<Resolved> others = next.resolveAll(cleaned, asOf, budget);
    for (int i = 0; i < places.size(); i++) {
      if (exists(others.get(i)) || others.get(i).isExhausted()) {
        merged.set(places.get(i), others.get(i));
      }
    }
    return merged;
  }

  private static boolean exists(Resolved result) {
    return result instanceof Resolved.Answered answered && exists(answered.answer());
  }

  private static Optional<Resolution> cleaned(
      Question question, Function<Question, Resolution> next) {
    try {
      return question
          .identifier()
          .cleaned()
          .map(identifier -> next.apply(new Question(identifier, question.asOf())))
          .filter(CleanedNames::exists);
    } catch (NameplateException e) {
      return Optional.empty(); // what was asked for has the better answer
    }
  }

  private static boolean exists(Resolution answer) {
    return !(answer instanceof Resolution.Absent absent)
        || absent.tombstone().isPresent()
        || absent.newest().isPresent();
  }
}
