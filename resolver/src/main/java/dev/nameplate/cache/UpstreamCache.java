package dev.nameplate.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.nameplate.cache.Flights.Flight;
import dev.nameplate.cache.Flights.Seat;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.resolve.Resolver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the answers of other nodes. While an answer is fresh it is given from memory, with the time
 * to live that is left of it; otherwise {@code next} is asked, once for each identifier however
 * many ask. Only the newest version is kept: other versions are asked for anew.
 *
 * <ul>
 *   <li>When nobody gives a newer answer, a record is given past its time to live, and marked so
 *       ({@link dev.nameplate.resolve.Source#STALE}).
 *   <li>A failure is remembered, and given from memory, for a time that doubles with each one in a
 *       row.
 *   <li>An answer that is asked for often is renewed shortly before its time is up.
 *   <li>A suspended or revoked prefix, or the proof that an identifier was retired, puts an end to
 *       what is kept, at once.
 * </ul>
 *
 * <p>Thread-safe. A question that is answered from memory takes no lock; any other waits on the
 * thread that asks, as long as its budget has time.
 *
 * <p><b>Security guarantees:</b> nothing is kept but what {@code next} found verified; no failure,
 * no unproven absence and no older version takes the place of a record; no number of questions
 * takes more memory than the bounds say, nor do questions for absent identifiers push records out.
 *
 * <p><b>Source:</b> RFC 2308 (absences), RFC 8767 (stale answers), RFC 9520 (failures).
 */
public final class UpstreamCache implements Resolver {
  private static final Logger LOGGER = LoggerFactory.getLogger(UpstreamCache.class);

  /** Flights that a question joins again after one failed for its leader's lack of budget. */
  private static final int TRIES = 4;

  private final Resolver next;
  private final UpstreamCacheBounds bounds;
  private final Ticker ticker;
  private final KeptAnswers kept;
  private final RememberedFailures failures;
  private final Flights flights;

  private final CacheCounters counters = new CacheCounters();

  /**
   * Keeps the answers of a resolver that asks other nodes.
   *
   * @param next the resolver to ask; gives verified answers only
   * @param bounds bounds of memory, age and renewal
   * @param flights runs the questions to {@code next} on threads of its own, each of which blocks
   *     one for up to the time of {@link Budget.Limits#STANDARD}; may reject questions
   */
  public UpstreamCache(Resolver next, UpstreamCacheBounds bounds, Executor flights) {
    this(next, bounds, flights, System::nanoTime);
  }

  /**
   * A cache with another clock.
   *
   * @param nanoTime the clock, in nanoseconds
   */
  public UpstreamCache(
      Resolver next, UpstreamCacheBounds bounds, Executor flights, LongSupplier nanoTime) {
    this(next, bounds, flights, nanoTime::getAsLong, Patience.REAL);
  }

  UpstreamCache(
      Resolver next,
      UpstreamCacheBounds bounds,
      Executor flights,
      Ticker ticker,
      Patience patience) {
    this.next = next;
    this.bounds = bounds;
    this.ticker = ticker;
    this.kept = new KeptAnswers(bounds, ticker);
    this.failures = new RememberedFailures(bounds, ticker);
    this.flights = new Flights(bounds, flights, ticker, patience);
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    if (question.asOf() != AsOf.Newest.NEWEST) {
      return next.resolve(question, budget);
    }
    Resolution fresh = fresh(question.identifier());
    return fresh != null ? fresh : ask(question.identifier(), budget);
  }

  @Override
  public Resolution resolve(Question question) {
    return question.asOf() == AsOf.Newest.NEWEST
        ? resolve(question.identifier())
        : resolve(question, Budget.standard());
  }

  @Override
  public Resolution resolve(Identifier identifier) {
    Resolution fresh = fresh(identifier);
    return fresh != null ? fresh : ask(identifier, Budget.standard());
  }

  /** The answer, if it is in memory and within its time to live. Asks and waits for nobody. */
  public Optional<Resolution> kept(Question question) {
    return question.asOf() == AsOf.Newest.NEWEST
        ? Optional.ofNullable(fresh(question.identifier()))
        : Optional.empty();
  }

  private @Nullable Resolution fresh(Identifier identifier) {
    KeptAnswer answer = kept.find(identifier);
    long now = ticker.read();
    if (answer == null || !answer.isFresh(now)) {
      return null;
    }
    counters.hits.increment();
    if (answer.answer() instanceof Resolution.Absent) {
      counters.negativeHits.increment();
    }
    answer.hit();
    if (answer.isDue(now)) {
      renew(identifier, answer);
    }
    return answer.at(now);
  }

  private void renew(Identifier identifier, KeptAnswer known) {
    if (flights.hasRoom() && recall(identifier) == null) {
      flights.board(
          identifier,
          Budget.Limits.STANDARD.depth(),
          flight -> {
            Resolution answer = fly(flight, identifier, known, Budget.standard());
            counters.refreshes.increment();
            return answer;
          });
    }
  }

  private Resolution ask(Identifier identifier, Budget budget) {
    counters.notFresh.increment();
    for (int tries = 1; ; tries++) {
      KeptAnswer known = kept.find(identifier);
      RuntimeException remembered = recall(identifier);
      if (known != null && (remembered != null || known.isFresh(ticker.read()))) {
        return given(known);
      }
      if (remembered != null) {
        counters.failureHits.increment();
        throw remembered;
      }
      if (known == null) {
        budget.requireTime();
      }
      Seat seat =
          flights.board(
              identifier, budget.depth(), flight -> fly(flight, identifier, known, budget));
      Outcome outcome = flights.await(seat, patience(seat, known != null, budget));
      if (!seat.leads()) {
        counters.coalesced.increment();
      }
      if (outcome instanceof Outcome.Answered answered) {
        return answered.answer();
      }
      Throwable failure = ((Outcome.Failed) outcome).cause();
      KeptAnswer left = kept.find(identifier);
      if (left != null && !(failure instanceof Error)) {
        return given(left);
      }
      boolean another = !seat.leads() || known != null; // known, but forgotten meanwhile
      if (!another || !RememberedFailures.isOfBudget(failure) || tries == TRIES) {
        throw Outcome.thrown(failure);
      }
    }
  }

  /**
   * Answers out of memory what is fresh there; asks {@code next} for all others at once, except for
   * those that other callers ask for already.
   */
  @Override
  public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    if (asOf != AsOf.Newest.NEWEST) {
      return next.resolveAll(identifiers, asOf, budget);
    }
    Resolved[] results = new Resolved[identifiers.size()];
    List<Integer> places = new ArrayList<>();
    List<Identifier> missing = new ArrayList<>();
    List<Optional<KeptAnswer>> known = new ArrayList<>();
    for (int place = 0; place < results.length; place++) {
      Identifier identifier = identifiers.get(place);
      Resolution fresh = fresh(identifier);
      if (fresh != null) {
        results[place] = new Resolved.Answered(fresh);
        continue;
      }
      counters.notFresh.increment();
      KeptAnswer stale = kept.find(identifier);
      RuntimeException remembered = recall(identifier);
      if (remembered == null) {
        places.add(place);
        missing.add(identifier);
        known.add(Optional.ofNullable(stale));
      } else {
        results[place] = stale != null ? new Resolved.Answered(given(stale)) : failed(remembered);
        if (stale == null) {
          counters.failureHits.increment();
        }
      }
    }
    if (!missing.isEmpty()) {
      List<Seat> seats =
          flights.boardAll(missing, budget.depth(), boarded -> flyAll(boarded, budget));
      for (int i = 0; i < seats.size(); i++) {
        boolean stale = known.get(i).isPresent();
        Outcome outcome = flights.await(seats.get(i), patience(seats.get(i), stale, budget));
        results[places.get(i)] = landed(missing.get(i), seats.get(i), outcome, stale, budget);
      }
    }
    return List.of(results);
  }

  /** The result of a question about many after its flight. */
  private Resolved landed(
      Identifier identifier, Seat seat, Outcome outcome, boolean haveRecord, Budget budget) {
    if (!seat.leads()) {
      counters.coalesced.increment();
    }
    if (outcome instanceof Outcome.Answered answered) {
      return new Resolved.Answered(answered.answer());
    }
    Throwable failure = ((Outcome.Failed) outcome).cause();
    boolean ofBudget = RememberedFailures.isOfBudget(failure);
    KeptAnswer left = kept.find(identifier);
    if (left != null && !(failure instanceof Error) && !(ofBudget && budget.isFull())) {
      return new Resolved.Answered(given(left));
    }
    boolean another = !seat.leads() || haveRecord; // who knows less of the budget, or forgot it
    return another && ofBudget && !budget.isFull()
        ? Resolved.of(() -> ask(identifier, budget))
        : failed(Outcome.thrown(failure));
  }

  private static Resolved failed(RuntimeException failure) {
    if (failure instanceof NameplateException known) {
      return new Resolved.Failed(known);
    }
    throw failure;
  }

  /** Asks for the identifiers of some flights at once. */
  private List<Outcome> flyAll(List<Flight> boarded, Budget budget) {
    List<Identifier> asked = boarded.stream().map(Flight::identifier).toList();
    Duration time = Budget.Limits.forMany(asked.size()).time();
    List<Resolved> results = next.resolveAll(asked, AsOf.Newest.NEWEST, budget.shared(time));
    List<Outcome> outcomes = new ArrayList<>(asked.size());
    for (int i = 0; i < results.size(); i++) {
      try {
        outcomes.add(
            new Outcome.Answered(landed(boarded.get(i), asked.get(i), results.get(i)::answer)));
      } catch (RuntimeException e) {
        outcomes.add(new Outcome.Failed(e));
      }
    }
    return outcomes;
  }

  /** The longest wait for a flight. */
  private Duration patience(Seat seat, boolean haveRecord, Budget budget) {
    Duration mine = budget.timeLeft();
    if (!haveRecord) {
      return mine;
    }
    Duration untilStale = bounds.staleAfter().minus(seat.flight().age());
    return untilStale.compareTo(mine) < 0 ? untilStale : mine;
  }

  private Resolution given(KeptAnswer answer) {
    long now = ticker.read();
    if (answer.isFresh(now)) {
      return answer.at(now);
    }
    counters.stale.increment();
    return answer.stale(bounds.staleTimeToLive());
  }

  /** Asks, unless the outcome of another flight has made it unnecessary. */
  private Resolution fly(
      Flight flight, Identifier identifier, @Nullable KeptAnswer known, Budget budget) {
    KeptAnswer newer = kept.find(identifier);
    if (newer != null && newer != known && newer.isFresh(ticker.read())) {
      return newer.at(ticker.read());
    }
    RuntimeException remembered = recall(identifier);
    if (remembered != null) {
      throw remembered;
    }
    Budget own = budget.shared(Budget.Limits.STANDARD.time());
    return landed(flight, identifier, () -> next.resolve(Question.about(identifier), own));
  }

  private Resolution landed(Flight flight, Identifier identifier, Supplier<Resolution> answer) {
    try {
      Resolution bounded = kept.bounded(answer.get());
      flight.land(() -> keep(identifier, bounded));
      return bounded;
    } catch (RuntimeException e) {
      flight.land(() -> note(identifier, e));
      throw e;
    }
  }

  private void keep(Identifier identifier, Resolution answer) {
    KeptAnswer before = kept.record(identifier);
    boolean another = true;
    if (before != null && before.answer() instanceof Resolution.Found found) {
      Succession.require(found.verified(), answer);
      // the time to live is not signed: without it, the record that is kept stays, as a stale one
      another = !answer.timeToLive().isZero() || !Succession.isSame(found.verified(), answer);
    }
    if (another && Succession.isProven(answer)) {
      kept.replace(identifier, answer, ticker.read());
    }
    failures.forget(identifier);
  }

  private void note(Identifier identifier, RuntimeException failure) {
    if (RememberedFailures.isDefinite(failure)) {
      kept.drop(identifier);
      failures.forget(identifier);
    } else {
      failures.note(identifier, failure);
      counters.failures.increment();
      if (!(failure instanceof NameplateException)) {
        LOGGER.warn(
            "Querying other nodes about {} failed unexpectedly",
            VisibleText.of(identifier.toString()),
            failure);
      }
    }
  }

  private @Nullable RuntimeException recall(Identifier identifier) {
    return failures.recall(identifier, kept.record(identifier) != null);
  }

  /**
   * Drops the answers kept for an identifier. After the return, no answer to a question asked of
   * {@code next} before the call is or will be kept.
   */
  public void forget(Identifier identifier) {
    flights.forget(identifier);
    counters.invalidations.add(kept.drop(identifier));
    failures.forget(identifier);
  }

  /**
   * Drops the answers kept for all identifiers below a prefix and the prefixes below it, by a scan
   * of all entries.
   */
  public void forgetUnder(Prefix prefix) {
    flights.forgetUnder(prefix);
    counters.invalidations.add(kept.dropUnder(prefix));
    failures.forgetUnder(prefix);
  }

  /**
   * Stops questions to {@code next}: a question that waits for a thread fails with reason {@code
   * NODE_STOPPED} as soon as it gets one, and questions without an answer in memory fail.
   */
  public void close() {
    flights.close();
  }

  /** Counters since the start, and current size. */
  public CacheStatistics statistics() {
    return counters.statistics(kept.entries(), kept.bytes());
  }

  /** Number of pending questions. */
  int inFlight() {
    return flights.count();
  }
}
