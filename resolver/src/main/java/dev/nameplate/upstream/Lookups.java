package dev.nameplate.upstream;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.TimedOutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Running searches for authorities, one for each prefix: further questions below it wait for its
 * result, so that a thousand questions are a single question to the nodes above. Thread-safe.
 */
final class Lookups {
  private final ConcurrentHashMap<Prefix, Lookup> inProgress = new ConcurrentHashMap<>();

  /** A running search. */
  final class Lookup {
    private final Prefix prefix;
    private final CompletableFuture<Optional<RuntimeException>> ended = new CompletableFuture<>();

    private Lookup(Prefix prefix) {
      this.prefix = prefix;
    }

    /** Ends the search; a cacheable authority is kept by now. */
    void end() {
      end(Optional.empty());
    }

    /** Ends the search with a failure, which is shared by all waiters if it applies to them. */
    void fail(Throwable failure) {
      end(
          failure instanceof RuntimeException exception && concernsAll(exception)
              ? Optional.of(exception)
              : Optional.empty());
    }

    private static boolean concernsAll(RuntimeException failure) {
      return failure instanceof RejectedStatementException
          || (failure instanceof UpstreamException upstream
              && upstream.reason() == ErrorReason.UNREACHABLE);
    }

    private void end(Optional<RuntimeException> failure) {
      inProgress.remove(prefix, this);
      ended.complete(failure);
    }

    /**
     * Waits for the end of the search.
     *
     * @throws RejectedStatementException if the answer about the prefix fails verification
     * @throws UpstreamException if a node above the prefix cannot be reached
     * @throws TimedOutException if the time is up
     */
    void await(Budget budget) {
      Optional<RuntimeException> failure;
      try {
        failure = ended.get(budget.timeLeft().toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) { // it never ends by an exception
        throw new TimedOutException();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UpstreamException(
            ErrorReason.UNREACHABLE,
            "node above " + prefix + ": interrupted before it answered",
            e);
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
    }
  }

  /**
   * A search with the role of a caller in it.
   *
   * @param leads true if the search was started for this caller, who then must end it
   */
  record Seat(Lookup lookup, boolean leads) {}

  /** Joins the search for the authority of a prefix, or starts one. Does not wait. */
  Seat board(Prefix prefix) {
    Lookup mine = new Lookup(prefix);
    Lookup other = inProgress.putIfAbsent(prefix, mine);
    return other == null ? new Seat(mine, true) : new Seat(other, false);
  }
}
