package dev.nameplate.resolve;

import dev.nameplate.identifier.Identifier;
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
   * Resolves on another thread; failures complete the future with the exception of {@link
   * #resolve}.
   */
  default CompletableFuture<Resolution> resolveAsync(Question question, Executor executor) {
    return CompletableFuture.supplyAsync(() -> resolve(question), executor);
  }
}
