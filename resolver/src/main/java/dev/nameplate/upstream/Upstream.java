package dev.nameplate.upstream;

import dev.nameplate.error.NameplateException;
import dev.nameplate.resolve.Budget;
import dev.nameplate.v1.EvidenceRequest;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import java.util.Optional;
import java.util.concurrent.Executor;

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

  /**
   * The steps of an answer in order of arrival, unverified. Used by one thread at a time.
   *
   * @param <A> a step
   */
  interface Steps<A> extends AutoCloseable {
    /**
     * The next step; empty at the end. Waits for it.
     *
     * @throws UpstreamException if the node does not answer, or breaks off
     * @throws dev.nameplate.resolve.BudgetExhaustedException if no call is left
     * @throws dev.nameplate.resolve.TimedOutException if the time is up
     */
    Optional<A> next();

    /** Ends the call. */
    @Override
    void close();
  }

  /**
   * Has one of the target's endpoints follow an item. Nothing is asked before the first step is
   * asked for, and nothing is sent faster than steps are taken.
   */
  Steps<TraceResponse> trace(Target target, TraceRequest request, Budget budget);

  /** Has one of the target's endpoints send its events about items, as {@link #trace} does. */
  Steps<TraceResponse> evidence(Target target, EvidenceRequest request, Budget budget);

  /** Asks one of the target's endpoints about many identifiers, as {@link #trace} does. */
  Steps<ResolveManyResponse> resolveMany(Target target, ResolveManyRequest request, Budget budget);

  /** Receives the statements of a log. */
  interface Feed {
    /**
     * A statement, unverified.
     *
     * @throws dev.nameplate.error.NameplateException if it must not be believed, which ends the
     *     following
     */
    void received(ReadStatementsResponse statement);

    /** Reports the end of the feed. */
    void ended(NameplateException why);
  }

  /**
   * Follows a log of the best of the target's endpoints. Returns at once. Takes nothing of any
   * budget: no question waits for it.
   *
   * @param thread where the feed is told; one task at a time
   */
  void follow(Target target, ReadStatementsRequest request, Executor thread, Feed feed);

  /** Ends all connections. */
  @Override
  void close();
}
