package dev.nameplate.resolve;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The remaining work and time allowed for a question. It is passed down with the question and
 * shared by all its work, by retries, referrals, aliases and refreshes alike; nothing resets it. It
 * also records the nodes asked. Thread-safe.
 *
 * <p>Its time is working time: {@link #pause} stops the clock while the answer waits for its
 * reader. {@link #cancel} ends the work: every long read calls {@link #requireTime} between rows.
 */
public final class Budget {
  /** Size of an answer beside the statement of a record, in bytes. */
  private static final int SMALL_ANSWER = 512;

  private final Counters left;
  private final Wish wish;
  private final Clock clock;
  private final Room room;

  /**
   * Initial amounts of a budget.
   *
   * @param upstreamCalls calls to other nodes, retries included
   * @param referrals referrals followed
   * @param aliases aliases and references followed
   * @param signatureChecks signatures checked
   * @param depth recursive nodes asked by one another
   * @param time time from now on
   */
  public record Limits(
      int upstreamCalls,
      int referrals,
      int aliases,
      int signatureChecks,
      int depth,
      Duration time) {
    /** Default budget of a question. */
    public static final Limits STANDARD = new Limits(32, 16, 8, 32, 4, Duration.ofSeconds(5));

    /**
     * Default budget of a trace across nodes: a chain of 16 companies, each asked for its own
     * items. A server gives remote callers less time.
     */
    public static final Limits TRACE = new Limits(256, 256, 8, 16_384, 16, Duration.ofHours(1));

    /**
     * Default budget of a question about many identifiers: what the standard allows, and for each
     * identifier one more call, one more referral, two more signature checks and a millisecond.
     *
     * @param identifiers their number
     */
    public static Limits forMany(int identifiers) {
      return new Limits(
          STANDARD.upstreamCalls + identifiers,
          STANDARD.referrals + identifiers,
          STANDARD.aliases,
          STANDARD.signatureChecks + 2 * identifiers,
          STANDARD.depth,
          STANDARD.time.plusMillis(identifiers));
    }

    /** Checks that nothing is negative. */
    public Limits {
      if (upstreamCalls < 0
          || referrals < 0
          || aliases < 0
          || signatureChecks < 0
          || depth < 0
          || time.isNegative()) {
        throw new IllegalArgumentException("limits: negative (expected: 0 or more)");
      }
    }

    /** Copy of these limits with a shorter time; a longer time is ignored. */
    public Limits within(Duration other) {
      Duration shorter = time.compareTo(other) < 0 ? time : other;
      return new Limits(upstreamCalls, referrals, aliases, signatureChecks, depth, shorter);
    }

    /** The lesser of each. */
    public Limits atMost(Limits other) {
      return new Limits(
              Math.min(upstreamCalls, other.upstreamCalls),
              Math.min(referrals, other.referrals),
              Math.min(aliases, other.aliases),
              Math.min(signatureChecks, other.signatureChecks),
              Math.min(depth, other.depth),
              time)
          .within(other.time);
    }
  }

  private static final class Counters {
    private final Limits limits;
    private final AtomicInteger upstreamCalls;
    private final AtomicInteger referrals;
    private final AtomicInteger aliases;
    private final AtomicInteger signatureChecks;
    private final ConcurrentLinkedQueue<Hop> route = new ConcurrentLinkedQueue<>();

    Counters(Limits limits) {
      this.limits = limits;
      this.upstreamCalls = new AtomicInteger(limits.upstreamCalls());
      this.referrals = new AtomicInteger(limits.referrals());
      this.aliases = new AtomicInteger(limits.aliases());
      this.signatureChecks = new AtomicInteger(limits.signatureChecks());
    }
  }

  /** The deadline of the work. */
  private static final class Clock {
    private long deadlineNanos; // guarded by this
    private long pausedNanos; // guarded by this
    private boolean paused; // guarded by this

    Clock(Duration time) {
      this.deadlineNanos = System.nanoTime() + time.toNanos();
    }

    synchronized long nanosLeft() {
      return deadlineNanos - (paused ? pausedNanos : System.nanoTime());
    }

    synchronized void pause() {
      if (!paused) {
        paused = true;
        pausedNanos = System.nanoTime();
      }
    }

    synchronized void resume() {
      if (paused) {
        paused = false;
        deadlineNanos += System.nanoTime() - pausedNanos;
      }
    }
  }

  /** The caller's interest in the answer, until it is cancelled. */
  private static final class Wish {
    private final BooleanSupplier over;
    private volatile boolean cancelled;

    Wish(BooleanSupplier over) {
      this.over = over;
    }

    boolean isOver() {
      return cancelled || over.getAsBoolean();
    }
  }

  /** The answers that may be held in memory at once, in bytes of their statements. */
  private record Room(long most, AtomicLong held) {
    private static final Room UNLIMITED = new Room(Long.MAX_VALUE, new AtomicLong());
  }

  private Budget(Counters left, Wish wish, Clock clock, Room room) {
    this.left = left;
    this.wish = wish;
    this.clock = clock;
    this.room = room;
  }

  /** A budget whose time begins now. */
  public static Budget of(Limits limits) {
    return of(limits, () -> false);
  }

  /**
   * A budget whose time begins now.
   *
   * @param over true once the answer is no longer wanted; called repeatedly, by any thread
   */
  public static Budget of(Limits limits, BooleanSupplier over) {
    return new Budget(
        new Counters(limits), new Wish(over), new Clock(limits.time()), Room.UNLIMITED);
  }

  /** A budget of {@link Limits#STANDARD} whose time begins now. */
  public static Budget standard() {
    return of(Limits.STANDARD);
  }

  /** A budget with another time, from now on, that shares its other amounts with this budget. */
  public Budget within(Duration time) {
    return new Budget(left, wish, new Clock(time), room);
  }

  /**
   * As {@link #within}, except that {@link #cancel} of either does not cancel the other: for work
   * whose result several questions share.
   */
  public Budget shared(Duration time) {
    return new Budget(left, new Wish(() -> false), new Clock(time), room);
  }

  /**
   * A budget with room for answers about many identifiers, that shares everything else with this
   * budget. The answer that fills the room may exceed it.
   *
   * @param bytes bytes of the answers' statements after which no further answer is accepted
   */
  public Budget holding(long bytes) {
    return new Budget(left, wish, clock, new Room(bytes, new AtomicLong()));
  }

  /** True if the room for answers is full: an identifier without an answer can be asked again. */
  public boolean isFull() {
    return room.held.get() >= room.most;
  }

  /**
   * Refuses another answer when the room is full.
   *
   * @throws BudgetExhaustedException if it is
   */
  public void requireRoom() {
    if (isFull()) {
      throw noRoom();
    }
  }

  /** The failure of an identifier for whose answer there is no room. */
  public BudgetExhaustedException noRoom() {
    return new BudgetExhaustedException("bytes of answers", room.most);
  }

  /** Takes room for an answer. */
  public void hold(Resolution answer) {
    if (room.most < Long.MAX_VALUE) {
      room.held.addAndGet(
          answer instanceof Resolution.Found found
              ? SMALL_ANSWER + found.verified().statement().encodedSize()
              : SMALL_ANSWER);
    }
  }

  /** Stops the clock: the answer waits for its reader. */
  public void pause() {
    clock.pause();
  }

  /** Resumes a paused clock. */
  public void resume() {
    clock.resume();
  }

  /**
   * Cancels the work on the question, whose answer is no longer wanted. This budget and all made of
   * it by {@link #within} stay cancelled.
   */
  public void cancel() {
    wish.cancelled = true;
  }

  /**
   * Refuses to go on when the question was cancelled; cheaper than {@link #requireTime}.
   *
   * @throws CancelledException if it was
   */
  public void requireWanted() {
    if (wish.isOver()) {
      throw new CancelledException();
    }
  }

  /**
   * Spends a call to another node.
   *
   * @throws BudgetExhaustedException if none is left
   * @throws TimedOutException if the time is up
   */
  public void spendUpstreamCall() {
    requireTime();
    spend(left.upstreamCalls, "calls to other nodes", left.limits.upstreamCalls());
  }

  /**
   * Spends a call to another node if any is left.
   *
   * @return whether one was
   */
  public boolean trySpendUpstreamCall() {
    return left.upstreamCalls.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
  }

  /** Spends a referral. Throws as {@link #spendUpstreamCall}. */
  public void spendReferral() {
    requireTime();
    spend(left.referrals, "referrals", left.limits.referrals());
  }

  /** Spends an alias or reference. Throws as {@link #spendUpstreamCall}. */
  public void spendAlias() {
    requireTime();
    spend(left.aliases, "aliases and references", left.limits.aliases());
  }

  /** Spends a signature check. Throws as {@link #spendUpstreamCall}. */
  public void spendSignatureCheck() {
    requireTime();
    spend(left.signatureChecks, "signature checks", left.limits.signatureChecks());
  }

  /**
   * The limits for a recursive node that is asked for this question.
   *
   * @throws BudgetExhaustedException if the allowed depth is exceeded
   * @throws TimedOutException if the time is up
   */
  public Limits forRecursiveNode() {
    requireTime();
    if (left.limits.depth() == 0) {
      throw new BudgetExhaustedException("nested recursive nodes", left.limits.depth());
    }
    return new Limits(
        left.upstreamCalls.get(),
        left.referrals.get(),
        left.aliases.get(),
        left.signatureChecks.get(),
        left.limits.depth() - 1,
        timeLeft());
  }

  /** Remaining time; zero after the deadline. */
  public Duration timeLeft() {
    return Duration.ofNanos(Math.max(0, clock.nanosLeft()));
  }

  /**
   * Refuses to go on when the time is up, or the question was cancelled.
   *
   * @throws TimedOutException if the time is up
   * @throws CancelledException if it was cancelled
   */
  public void requireTime() {
    requireWanted();
    if (clock.nanosLeft() <= 0) {
      throw new TimedOutException();
    }
  }

  /** Remaining hops from one recursive node to another. */
  public int depth() {
    return left.limits.depth();
  }

  /** Number of calls made to other nodes. */
  public int upstreamCalls() {
    return left.limits.upstreamCalls() - left.upstreamCalls.get();
  }

  /** Records a node that was asked. */
  public void note(Hop hop) {
    left.route.add(hop);
  }

  /** The nodes asked, in the order of their answers. */
  public List<Hop> route() {
    return List.copyOf(left.route);
  }

  private static void spend(AtomicInteger counter, String what, int limit) {
    if (counter.getAndUpdate(count -> Math.max(0, count - 1)) == 0) {
      throw new BudgetExhaustedException(what, limit);
    }
  }
}
