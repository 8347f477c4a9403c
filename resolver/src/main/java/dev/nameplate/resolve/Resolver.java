package dev.nameplate.resolve;

import dev.nameplate.identifier.Identifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Finds the record of an identifier. Resolvers form a chain: each does one thing and passes other
 * questions to the next, with the same budget.
 *
 * <p>Thread-safe. May block while it reads, or asks other nodes.
 */
@FunctionalInterface
public interface Resolver {
  /**
   * Answers a question.
   *
   * @param question the question
   * @param budget the remaining budget, which the caller shares
   * @throws dev.nameplate.log.NotAuthoritativeException if no resolver in the chain serves the
   *     prefix
   * @throws BudgetExhaustedException if the budget does not suffice
   * @throws dev.nameplate.error.NodeException if the answer cannot be read, or other nodes cannot
   *     be reached or their answers fail verification
   */
  Resolution resolve(Question question, Budget budget);

  /** Answers a question within the standard budget. */
  default Resolution resolve(Question question) {
    return resolve(question, Budget.standard());
  }

  /** Resolves the newest version of an identifier. */
  default Resolution resolve(Identifier identifier) {
    return resolve(Question.about(identifier));
  }

  /**
   * Resolves many identifiers. An identifier without an answer has a failure, and does not affect
   * the others. Another node is asked for all identifiers that it answers for at once.
   *
   * @param identifiers the identifiers; may have duplicates
   * @param asOf the wanted version of every record
   * @param budget the remaining budget for all of them, for example of {@link
   *     Budget.Limits#forMany}; once it is spent, the remaining identifiers fail
   * @return the results, in the order of the identifiers
   * @throws CancelledException if the budget is cancelled
   */
  default List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    List<Resolved> results = new ArrayList<>(identifiers.size());
    for (Identifier identifier : identifiers) {
      budget.requireWanted();
      if (budget.isFull()) {
        Resolved full = new Resolved.Failed(budget.noRoom());
        results.addAll(Collections.nCopies(identifiers.size() - results.size(), full));
        break;
      }
      results.add(
          Resolved.of(
              () -> {
                Resolution answer = resolve(new Question(identifier, asOf), budget);
                budget.hold(answer);
                return answer;
              }));
    }
    return results;
  }

  /**
   * Resolves the newest versions of many identifiers, within the budget for their number.
   *
   * @see #resolveAll(List, AsOf, Budget)
   */
  default List<Resolved> resolveAll(List<Identifier> identifiers) {
    return resolveAll(
        identifiers, AsOf.Newest.NEWEST, Budget.of(Budget.Limits.forMany(identifiers.size())));
  }

  /**
   * Resolves on another thread; failures complete the future with the exception of {@link
   * #resolve}.
   */
  default CompletableFuture<Resolution> resolveAsync(Question question, Executor executor) {
    return CompletableFuture.supplyAsync(() -> resolve(question), executor);
  }
}
