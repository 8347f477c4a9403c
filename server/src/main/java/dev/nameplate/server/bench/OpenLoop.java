package dev.nameplate.server.bench;

import java.util.concurrent.Semaphore;

/**
 * Requests at a fixed rate, whether or not earlier requests are answered. Latency is measured from
 * the due time of a request: a node that pauses for a second delays the requests due in that
 * second, and the result shows it (free of coordinated omission).
 */
final class OpenLoop {
  private static final double NANOS = 1e9;

  private OpenLoop() {}

  /**
   * Runs the course, and returns when all is answered.
   *
   * @param rate requests a second
   * @param inFlight the most requests in flight on a connection; further due requests wait here
   */
  static void run(
      Load load, int connections, int inFlight, double rate, Course course, Tally tally, Time time)
      throws InterruptedException {
    int most = connections * inFlight;
    Semaphore room = new Semaphore(most);
    long began = time.nanos();
    for (long number = 0; ; number++) {
      long due = began + (long) (number * NANOS / rate);
      if (!course.takes(due)) {
        break;
      }
      time.sleepUntil(due);
      room.acquire();
      load.begin(
          (int) (number % connections),
          (kind, failure) -> {
            tally.ended(kind, failure, due, time.nanos());
            room.release();
          });
    }
    room.acquire(most);
  }
}
