package dev.nameplate.upstream;

import dev.nameplate.resolve.Budget;
import dev.nameplate.v1.PrefixServiceGetRequest;
import dev.nameplate.v1.PrefixServiceGetResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;

/**
 * Carries questions to other nodes and answers back. Nothing in an answer is believed yet.
 *
 * <p>Thread-safe. Blocks until there is an answer, at most as long as the budget has time. Each
 * attempt at an endpoint, retries and hedges included, takes one call of the budget and is noted in
 * its route.
 */
public interface Upstream extends AutoCloseable {
  /**
   * Asks one of the target's endpoints, and others when it does not answer.
   *
   * @throws UpstreamException if none answers
   * @throws dev.nameplate.resolve.BudgetExhaustedException if no call is left
   * @throws dev.nameplate.resolve.TimedOutException if the time is up
   */
  ResolveResponse resolve(Target target, ResolveRequest request, Budget budget);

  /** Asks for the delegation of a prefix; otherwise as {@link #resolve}. */
  PrefixServiceGetResponse describe(Target target, PrefixServiceGetRequest request, Budget budget);

  /** Ends all connections. */
  @Override
  void close();
}
