package dev.nameplate.log;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Whether a log takes writes. It does not while the disk is full or no file descriptor is free, and
 * never again after the store failed. Thread-safe.
 */
public final class Writability {
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private volatile boolean accepted = true;

  /** Is told of changes until it is closed. */
  public final class Follower implements AutoCloseable {
    private final Consumer<Boolean> onChange;

    private Follower(Consumer<Boolean> onChange) {
      this.onChange = onChange;
    }

    /** Is told no more. Idempotent. */
    @Override
    public void close() {
      followers.remove(this);
    }
  }

  /** Whether writes are accepted now. */
  public boolean isAccepted() {
    return accepted;
  }

  /**
   * Tells somebody of each change from now on, and at once what holds now.
   *
   * @param onChange runs on the commit thread; may not block or throw
   */
  public Follower follow(Consumer<Boolean> onChange) {
    Follower follower = new Follower(onChange);
    synchronized (this) {
      followers.add(follower);
      onChange.accept(accepted);
    }
    return follower;
  }

  /** Says what holds now. */
  void set(boolean now) {
    if (now != accepted) {
      change(now);
    }
  }

  private synchronized void change(boolean now) {
    accepted = now;
    followers.forEach(follower -> follower.onChange.accept(now));
  }
}
