package dev.nameplate.resolve;

import dev.nameplate.identifier.Identifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Answers what an identifier stands for. Resolvers form a chain: each does one thing and hands the
 * rest to the next.
 *
 * <p>Thread-safe. May block while it reads.
 */
@FunctionalInterface
public interface Resolver {
  /**
   * Answers a question.
   *
   * @throws dev.nameplate.log.NotAuthoritativeException if nobody in the chain answers for the
   *     prefix
   * @throws dev.nameplate.error.NodeException if the answer cannot be read
   */
  Resolution resolve(Question question);

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
