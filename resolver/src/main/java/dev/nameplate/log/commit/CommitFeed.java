package dev.nameplate.log.commit;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Notifications of the commits of a log, for everything that caches or derives from it. Each
 * subscriber is called for each commit after it became visible and before it is acknowledged, in
 * the order of turns, on the committing thread: it must not throw, and passes long work on.
 *
 * <p>Thread-safe. Subscribers may come and go at any time.
 */
public final class CommitFeed {
  /** Order of a subscriber relative to the others. */
  public enum Turn {
    /** The table of served prefixes, which later subscribers may depend on. */
    PREFIXES,
    /** The index of lineage, whose questions wait for it. */
    LINEAGE,
    /** Answers that are kept, and may no longer be given. */
    ANSWERS,
    /** Readers of the log that wait for more of it. */
    FOLLOWERS
  }

  private final Map<Turn, List<Subscription>> turns = new EnumMap<>(Turn.class);

  /** A feed without subscribers. */
  public CommitFeed() {
    for (Turn turn : Turn.values()) {
      turns.put(turn, new CopyOnWriteArrayList<>());
    }
  }

  /** A subscriber, until it is closed. */
  public static final class Subscription implements AutoCloseable {
    private final List<Subscription> turn;
    private final Consumer<Committed> subscriber;

    private Subscription(List<Subscription> turn, Consumer<Committed> subscriber) {
      this.turn = turn;
      this.subscriber = subscriber;
      turn.add(this);
    }

    /** Ends it. Idempotent. */
    @Override
    public void close() {
      turn.remove(this);
    }
  }

  /** Subscribes to each commit from now on. */
  public Subscription subscribe(Turn turn, Consumer<Committed> subscriber) {
    return new Subscription(Objects.requireNonNull(turns.get(turn)), subscriber);
  }

  /** Subscribes a follower of the log, which is called without the content. */
  public Subscription follow(Runnable follower) {
    return subscribe(Turn.FOLLOWERS, committed -> follower.run());
  }

  void publish(Committed committed) {
    for (List<Subscription> turn : turns.values()) {
      turn.forEach(subscription -> subscription.subscriber.accept(committed));
    }
  }
}
