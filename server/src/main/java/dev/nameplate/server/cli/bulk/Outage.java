package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.time.Duration;

/**
 * Decides whether a lost connection is tried again: for so long without a single answer, with
 * growing pauses. Used by one thread.
 */
final class Outage {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final String target;
  private final Duration retry;
  private long answeredBefore = -1;
  private long began;
  private Duration pause = FIRST_PAUSE;

  /**
   * Creates it without an outage.
   *
   * @param target where the node is, for messages
   * @param retry how long to try again; zero for not at all
   */
  Outage(String target, Duration retry) {
    this.target = target;
    this.retry = retry;
  }

  /**
   * Fails if the connection is lost for good, and pauses otherwise.
   *
   * @param answered number of answers so far, over all connections
   * @throws NodeException if it is lost for good
   */
  void pauseUnlessForGood(LostConnectionException lost, long answered, Runnable retrying) {
    if (answered != answeredBefore) {
      answeredBefore = answered;
      began = System.nanoTime();
      pause = FIRST_PAUSE;
    }
    if (retry.isZero() || System.nanoTime() - began > retry.toNanos()) {
      throw forGood(lost, answered);
    }
    retrying.run();
    pause();
  }

  private NodeException forGood(LostConnectionException lost, long answered) {
    return answered == 0
        ? lost
        : new NodeException(
            lost.reason(),
            (lost.reason() == ErrorReason.STORE_FULL ? "disk full at " : "lost the connection to ")
                + target
                + " after "
                + answered
                + " answers; no data is lost: run the same command again to import the rest ("
                + lost.getMessage()
                + ")",
            lost);
  }

  private void pause() {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(
          ErrorReason.NODE_STOPPED, "interrupted; run the same command again to continue", e);
    }
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
  }
}
