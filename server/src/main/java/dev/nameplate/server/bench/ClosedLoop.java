package dev.nameplate.server.bench;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.concurrent.CountDownLatch;

/**
 * Callers that each wait for an answer before asking again: a fixed number per connection. So the
 * load follows the node's pace, and a node that stands still is asked nothing meanwhile.
 */
final class ClosedLoop {
  private final Load load;
  private final Course course;
  private final Tally tally;
  private final Time time;
  private final CountDownLatch callers;

  private ClosedLoop(Load load, Course course, Tally tally, Time time, int callers) {
    this.load = load;
    this.course = course;
    this.tally = tally;
    this.time = time;
    this.callers = new CountDownLatch(callers);
  }

  /** Runs the course, and returns when all is answered. */
  static void run(Load load, int connections, int inFlight, Course course, Tally tally, Time time)
      throws InterruptedException {
    ClosedLoop loop = new ClosedLoop(load, course, tally, time, connections * inFlight);
    for (int caller = 0; caller < inFlight; caller++) {
      for (int connection = 0; connection < connections; connection++) {
        loop.next(connection);
      }
    }
    loop.callers.await();
  }

  /** A turn of some requests, none of which may fail. */
  static Contestant turn(Load load, int connections, int inFlight, int count) {
    return () -> {
      Course course = new Course(System.nanoTime(), 0, Long.MAX_VALUE / 2, count);
      Tally tally = new Tally(course);
      try {
        run(load, connections, inFlight, course, tally, Time.REAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NodeException(ErrorReason.NODE_STOPPED, "load: interrupted", e);
      }
      if (tally.hasFailures()) {
        throw new IllegalStateException("a request failed: " + tally.all());
      }
      return count;
    };
  }

  private void next(int connection) {
    long now = time.nanos();
    if (!course.takes(now)) {
      callers.countDown();
      return;
    }
    load.begin(
        connection,
        (kind, failure) -> {
          tally.ended(kind, failure, now, time.nanos());
          next(connection);
        });
  }
}
