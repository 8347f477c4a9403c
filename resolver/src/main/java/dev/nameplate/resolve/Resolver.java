package dev.nameplate.resolve;

import dev.nameplate.identifier.Identifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Answers what an identifier stands for. Resolvers form a chain: each does one thing and hands the
 * rest to the next, with the same budget.
 *
 * <p>Thread-safe. May block while it reads, or asks other nodes.
 */
@FunctionalInterface
public interface Resolver {
  /**
   * Answers a question.
   *
   * @param question the question
   * @param budget what the work on it may still take; never more than the caller has left
   * @throws dev.nameplate.log.NotAuthoritativeException if nobody in the chain answers for the
   *     prefix
   * @throws BudgetExhaustedException if the budget does not suffice
   * @throws dev.nameplate.error.NodeException if the answer cannot be read, or other nodes cannot
   *     be reached or believed
   */
  Resolution resolve(Question question, Budget budget);

  /** Answers a question within the standard budget. */
  default Resolution resolve(Question question) {
    return resolve(question, Budget.standard());
  }

  /** Answers what an identifier stands for now. */
  default Resolution resolve(Identifier identifier) {
    return resolve(Question.about(identifier));
  }

  /**
   * The same on another thread; failures complete the future with the exception {@link #resolve}
   * would throw.
   */
  default CompletableFuture<Resolution> resolveAsync(Question question, Executor executor) {
    return CompletableFuture.supplyAsync(() -> resolve(question), executor);
  }
}
