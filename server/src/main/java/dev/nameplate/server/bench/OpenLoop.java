package dev.nameplate.server.bench;

import java.util.concurrent.Semaphore;

/**
 * Requests that are due at a fixed rate, whether or not those before are answered. Latency counts
 * from when a request was due: a node that stands still for a second has made those wait that came
 * in that second, and it shows (what others call free of coordinated omission).
 */
final class OpenLoop {
  private static final double NANOS = 1e9;

  private OpenLoop() {}

  /**
   * Runs the course, and returns when all is answered.
   *
   * @param rate requests a second
   * @param inFlight how many are under way on a connection at the most; those that are due beyond
   *     wait here
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
