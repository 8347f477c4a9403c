package dev.nameplate.log.commit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Readiness of a log to accept writes. Writes are refused while the disk is full or no file
 * descriptor is free, for ever after the store failed, and always for an older copy of a log.
 * Thread-safe.
 */
public final class Writability {
  private static final Logger LOGGER = LoggerFactory.getLogger(Writability.class);

  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private volatile boolean accepted;

  /** Creates the initial state. */
  public Writability(boolean accepted) {
    this.accepted = accepted;
  }

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

  /** True if writes are accepted. */
  public boolean isAccepted() {
    return accepted;
  }

  /**
   * Notifies of each change from now on, and at once of the current state.
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

  /** Sets the current state. */
  void set(boolean now) {
    if (now != accepted) {
      change(now);
    }
  }

  private synchronized void change(boolean now) {
    accepted = now;
    for (Follower follower : followers) {
      try {
        follower.onChange.accept(now);
      } catch (RuntimeException e) { // a listener must not end the commit thread
        LOGGER.warn("A listener was not told whether writes are accepted", e);
      }
    }
  }
}
