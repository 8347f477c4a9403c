package dev.nameplate.log;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells those who follow a log that there is more of it. They are told on the commit thread, and
 * must hand on what takes time. Thread-safe.
 */
public final class Commits {
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

  /** Somebody who follows a log, until it is closed. */
  public final class Follower implements AutoCloseable {
    private final Runnable onCommit;

    private Follower(Runnable onCommit) {
      this.onCommit = onCommit;
    }

    /** Is told no more. Idempotent. */
    @Override
    public void close() {
      followers.remove(this);
    }
  }

  /**
   * Tells somebody of each commit from now on.
   *
   * @param onCommit runs after each; may not block or throw
   */
  public Follower follow(Runnable onCommit) {
    Follower follower = new Follower(onCommit);
    followers.add(follower);
    return follower;
  }

  /** There is more: called after each commit. */
  public void announce() {
    followers.forEach(follower -> follower.onCommit.run());
  }
}
