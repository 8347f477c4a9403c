package dev.nameplate.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.TimedOutException;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Pending questions to other nodes, at most one per identifier, shared by its callers.
 *
 * <p>Recursive nodes that ask one another in a circle would wait for themselves, if such a question
 * joined the flight that it is part of. Each of them may be passed on once less than the one
 * before, so only those that may be passed on as often as one another share a flight. Thread-safe.
 */
final class Flights {
  private static final int MOST_DEPTH = Budget.Limits.STANDARD.depth();

  private final ConcurrentHashMap<Key, Flight> inTheAir = new ConcurrentHashMap<>();
  private final Executor executor;
  private final Ticker ticker;
  private final Patience patience;
  private final Semaphore room;
  private final int waitersPerFlight;
  private volatile boolean closed;

  /**
   * Creates it without pending questions.
   *
   * @param executor threads on which questions are asked
   * @param ticker the clock for the age of a flight
   * @param patience waits for an outcome
   */
  Flights(UpstreamCacheBounds bounds, Executor executor, Ticker ticker, Patience patience) {
    this.executor = executor;
    this.ticker = ticker;
    this.patience = patience;
    this.room = new Semaphore(bounds.questionsInFlight());
    this.waitersPerFlight = bounds.waitersPerIdentifier();
  }

  private record Key(Identifier identifier, int depth) {}

  /** A pending question. */
  final class Flight {
    private final Key key;
    private final long since = ticker.read();
    private final CountDownLatch landed = new CountDownLatch(1);
    private final AtomicInteger waiters = new AtomicInteger();
    private volatile @Nullable Outcome outcome;

    private Flight(Key key) {
      this.key = key;
    }

    /**
     * Processes the outcome of the question, unless the flight was forgotten. Whoever boards later
     * boards another; whoever forgets later finds what was done.
     */
    void land(Runnable keep) {
      inTheAir.computeIfPresent(
          key,
          (same, flight) -> {
            if (flight != this) {
              return flight;
            }
            keep.run();
            return null;
          });
    }

    Duration age() {
      return Duration.ofNanos(ticker.read() - since);
    }

    private void fly(Function<Flight, Resolution> work) {
      Outcome reached;
      try {
        reached = closed ? stopped() : new Outcome.Answered(work.apply(this));
      } catch (Throwable e) { // whatever it is, those who wait are told, and none is left waiting
        reached = new Outcome.Failed(e);
      }
      room.release();
      end(reached);
    }

    private void end(Outcome reached) {
      outcome = reached;
      inTheAir.remove(key, this);
      landed.countDown();
    }
  }

  /**
   * A flight with the role of a caller in it.
   *
   * @param leads true if the flight was started for this caller
   */
  record Seat(Flight flight, boolean leads) {}

  /**
   * Joins the flight about an identifier, or starts one. Does not wait.
   *
   * @param depth remaining hops between recursive nodes; a value above the usual is reduced to it
   * @param work asks the question
   */
  Seat board(Identifier identifier, int depth, Function<Flight, Resolution> work) {
    Key key = new Key(identifier, Math.min(depth, MOST_DEPTH));
    Flight flight = inTheAir.get(key);
    if (flight == null) {
      Flight mine = new Flight(key);
      flight = inTheAir.putIfAbsent(key, mine);
      if (flight == null) {
        start(mine, work);
        return new Seat(mine, true);
      }
    }
    return new Seat(flight, false);
  }

  private void start(Flight flight, Function<Flight, Resolution> work) {
    if (!room.tryAcquire()) {
      flight.end(overloaded("too many queries to other nodes are waiting"));
      return;
    }
    try {
      executor.execute(() -> flight.fly(work));
    } catch (RejectedExecutionException e) {
      room.release();
      flight.end(closed ? stopped() : overloaded("no thread is free to query other nodes"));
    } catch (RuntimeException | Error e) { // for example no memory for another thread
      room.release();
      flight.end(new Outcome.Failed(e));
    }
  }

  /**
   * Waits for a flight's outcome; once per seat.
   *
   * @return the outcome; if there is none in time, that
   * @throws NodeException if the thread is interrupted
   */
  Outcome await(Seat seat, Duration atMost) {
    Flight flight = seat.flight();
    if (seat.leads()) {
      return await(flight, atMost);
    }
    try {
      return flight.waiters.incrementAndGet() > waitersPerFlight
          ? overloaded("too many callers wait for the same answer")
          : await(flight, atMost);
    } finally {
      flight.waiters.decrementAndGet();
    }
  }

  private Outcome await(Flight flight, Duration atMost) {
    try {
      if (flight.landed.getCount() > 0 && !atMost.isNegative()) {
        patience.await(flight.landed, atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(
          ErrorReason.NODE_STOPPED, "query: interrupted while waiting for an answer", e);
    }
    Outcome outcome = flight.outcome;
    return outcome != null ? outcome : new Outcome.Failed(new TimedOutException());
  }

  /** True if another question may be started. */
  boolean hasRoom() {
    return room.availablePermits() > 0;
  }

  private static Outcome overloaded(String what) {
    return new Outcome.Failed(
        new NodeException(ErrorReason.OVERLOADED, "question: " + what + "; retry later"));
  }

  private static Outcome stopped() {
    return new Outcome.Failed(
        new NodeException(
            ErrorReason.NODE_STOPPED, "query: the node has stopped querying other nodes"));
  }

  /** Starts no further flights: flights that wait for a thread end as soon as they get one. */
  void close() {
    closed = true;
  }

  /**
   * Detaches the flight of an identifier: its answer is not kept, and later questions start anew.
   */
  void forget(Identifier identifier) {
    for (int depth = 0; depth <= MOST_DEPTH; depth++) {
      inTheAir.remove(new Key(identifier, depth));
    }
  }

  /** Forgets the flights of all identifiers below a prefix. */
  void forgetUnder(Prefix prefix) {
    inTheAir.keySet().removeIf(key -> prefix.contains(key.identifier().prefix()));
  }

  /** Number of flights that are not forgotten. */
  int count() {
    return inTheAir.size();
  }
}
