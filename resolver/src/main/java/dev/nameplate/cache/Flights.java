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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
  /** The least number of questions about many identifiers that have room beside each other. */
  private static final int PARTS = 4;

  private static final int MOST_DEPTH = Budget.Limits.STANDARD.depth();

  private final ConcurrentHashMap<Key, Flight> inTheAir = new ConcurrentHashMap<>();
  private final Executor executor;
  private final Ticker ticker;
  private final Patience patience;
  private final Semaphore room;
  private final int waitersPerFlight;

  /** The most room that one piece of work takes. */
  private final int mostTaken;

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
    this.mostTaken = Math.max(1, bounds.questionsInFlight() / PARTS);
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

    Identifier identifier() {
      return key.identifier();
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
        start(1, mine::end, () -> mine.fly(work));
        return new Seat(mine, true);
      }
    }
    return new Seat(flight, false);
  }

  /**
   * Joins the flights about some identifiers, and starts the others as one piece of work. Does not
   * wait.
   *
   * @param work asks all questions of the flights that it is given, and returns their outcomes in
   *     the same order
   * @return a seat for each identifier, in their order
   */
  List<Seat> boardAll(
      List<Identifier> identifiers, int depth, Function<List<Flight>, List<Outcome>> work) {
    List<Seat> seats = new ArrayList<>(identifiers.size());
    List<Flight> mine = new ArrayList<>();
    for (Identifier identifier : identifiers) {
      Flight started = new Flight(new Key(identifier, Math.min(depth, MOST_DEPTH)));
      Flight other = inTheAir.putIfAbsent(started.key, started);
      if (other == null) {
        mine.add(started);
      }
      seats.add(other == null ? new Seat(started, true) : new Seat(other, false));
    }
    if (!mine.isEmpty()) {
      int taken = Math.min(mine.size(), mostTaken);
      start(
          taken,
          outcome -> mine.forEach(flight -> flight.end(outcome)),
          () -> flyAll(mine, taken, work));
    }
    return seats;
  }

  private void flyAll(List<Flight> flights, int taken, Function<List<Flight>, List<Outcome>> work) {
    List<Outcome> reached;
    try {
      reached = closed ? all(flights, stopped()) : work.apply(flights);
    } catch (Throwable e) { // as of a single flight
      reached = all(flights, new Outcome.Failed(e));
    }
    room.release(taken);
    for (int i = 0; i < flights.size(); i++) {
      flights.get(i).end(reached.get(i));
    }
  }

  private static List<Outcome> all(List<Flight> flights, Outcome outcome) {
    return Collections.nCopies(flights.size(), outcome);
  }

  /**
   * Has work done by another thread.
   *
   * @param permits the room that the work takes, and returns
   * @param refused receives the outcome if it cannot be done
   */
  private void start(int permits, Consumer<Outcome> refused, Runnable work) {
    if (!room.tryAcquire(permits)) {
      refused.accept(overloaded("too many queries to other nodes are waiting"));
      return;
    }
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      room.release(permits);
      refused.accept(closed ? stopped() : overloaded("no thread is free to query other nodes"));
    } catch (RuntimeException | Error e) { // for example no memory for another thread
      room.release(permits);
      refused.accept(new Outcome.Failed(e));
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
