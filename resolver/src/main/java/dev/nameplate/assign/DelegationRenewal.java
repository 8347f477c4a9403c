package dev.nameplate.assign;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.Write;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.OwnPrefixes.Renewal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews delegations of which less than half of their validity is left, so that a holder need not
 * ask. Suspended ones too: else they would run out and look like ones nobody has looked after.
 * Revoked ones stay revoked without.
 *
 * <p>{@link #start} does so on a thread of its own, at once and then every quarter of {@link
 * Allotment#SHORTEST}; looking whether anything is due costs nothing.
 */
public final class DelegationRenewal implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(DelegationRenewal.class);
  private static final Duration PAUSE = Allotment.SHORTEST.dividedBy(4);

  /** The most writes in flight, which are committed together. */
  private static final int IN_FLIGHT = 256;

  private final Appender log;
  private final OwnPrefixes prefixes;
  private final Clock clock;
  private final Thread thread = new Thread(this::runUntilClosed, "nameplate-renew");
  private final Object gate = new Object();
  private Consumer<Throwable> onFailure = failure -> {}; // set before the thread starts
  private boolean closed; // guarded by gate

  /**
   * Renews the delegations of a log.
   *
   * @param clock the clock of the log
   */
  public DelegationRenewal(Appender log, OwnPrefixes prefixes, Clock clock) {
    this.log = log;
    this.prefixes = prefixes;
    this.clock = clock;
    thread.setDaemon(true);
  }

  /**
   * Starts the renewal thread. Once only.
   *
   * @param listener receives, on that thread, unforeseen failures, which may be fatal
   */
  public void start(Consumer<Throwable> listener) {
    onFailure = listener;
    thread.start();
  }

  /**
   * Renews the delegations due now, and waits for the commit. An unreadable delegation is skipped.
   *
   * @return number of renewed delegations
   * @throws NodeException if the log takes no writes
   */
  public int run() {
    List<Renewal> due = prefixes.dueForRenewal(clock.instant());
    int renewed = 0;
    for (int from = 0; from < due.size() && !isClosed(); from += IN_FLIGHT) {
      List<CompletableFuture<Receipt>> receipts =
          due.subList(from, Math.min(due.size(), from + IN_FLIGHT)).stream()
              .map(this::renew)
              .toList();
      for (CompletableFuture<Receipt> receipt : receipts) {
        renewed += isRenewed(receipt) ? 1 : 0;
      }
    }
    return renewed;
  }

  /** Ends the thread, after the commit of its running writes. Idempotent. */
  @Override
  public void close() {
    synchronized (gate) {
      closed = true;
      gate.notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Receipt> renew(Renewal due) {
    return log.append(
        new Write.Delegate(due.prefix(), due.version(), new Change.Renew(), OperationId.NONE),
        Caller.OPERATOR);
  }

  private static boolean isRenewed(CompletableFuture<Receipt> receipt) {
    try {
      Registrar.await(receipt);
      return true;
    } catch (PreconditionException | InvalidInputException e) {
      LOGGER.info("A delegation was not renewed: {}", e.getMessage()); // it was changed meanwhile
      return false;
    } catch (NodeException e) {
      if (e.reason() != ErrorReason.DATA_CORRUPT) {
        throw e;
      }
      // One damaged row must not keep the others from being renewed.
      LOGGER.error("A delegation cannot be renewed: {}", e.getMessage());
      return false;
    }
  }

  private boolean isClosed() {
    synchronized (gate) {
      return closed;
    }
  }

  private void runUntilClosed() {
    while (!isClosed()) {
      try {
        int renewed = run();
        if (renewed > 0) {
          LOGGER.info("Renewed {} delegations", renewed);
        }
      } catch (NodeException e) {
        LOGGER.error("Delegations are not renewed: {}", e.getMessage());
      } catch (RuntimeException | Error e) { // without this thread all of them would run out
        onFailure.accept(e);
        LOGGER.error("Delegations are not renewed", e);
      }
      pause();
    }
  }

  private static long millisUntil(long end) {
    return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
  }

  private void pause() {
    long end = System.nanoTime() + PAUSE.toNanos();
    synchronized (gate) {
      for (long left = PAUSE.toMillis(); !closed && left > 0; left = millisUntil(end)) {
        try {
          gate.wait(left);
        } catch (InterruptedException e) {
          LOGGER.warn("The renewal thread was interrupted; it continues until the node is closed");
        }
      }
    }
  }
}
