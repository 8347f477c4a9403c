package dev.nameplate.server.bench;

import dev.nameplate.error.InvalidInputException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** Options for the amount and duration of load. */
final class LoadOptions {
  private static final int MOST_CONNECTIONS = 1_000;
  private static final int MOST_IN_FLIGHT = 100_000;
  private static final int MOST_SECONDS = 86_400;
  private static final double MOST_RATE = 10_000_000;
  private static final int DEFAULT_SECONDS = 10;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "Number of connections, 1 to 1000. Default: ${DEFAULT-VALUE}.")
  private int connections = 8;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Requests in flight on each connection, 1 to 100000. Default: ${DEFAULT-VALUE}.")
  private int inFlight = 32;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = {
        "Requests per second, up to 10000000, sent without waiting for answers; latency is then "
            + "measured from the scheduled time. Default: send the next request when an answer "
            + "arrives."
      })
  private Optional<Double> rate = Optional.empty();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "Duration, 1 to 86400. Default: 10, or until --count.")
  private Optional<Integer> seconds = Optional.empty();

  @Option(
      names = "--count",
      paramLabel = "N",
      description = "Number of requests, 1 or more. Default: limited by --seconds only.")
  private Optional<Long> count = Optional.empty();

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "Warm-up before the measurement, 0 to 86400. Default: ${DEFAULT-VALUE}.")
  private int warmUp = 2;

  /** Checks the ranges. */
  void check() {
    require("connections", connections, 1, MOST_CONNECTIONS);
    require("in-flight", inFlight, 1, MOST_IN_FLIGHT);
    require("warm-up", warmUp, 0, MOST_SECONDS);
    seconds.ifPresent(given -> require("seconds", given, 1, MOST_SECONDS));
    count.ifPresent(given -> require("count", given, 1, Long.MAX_VALUE));
    rate.ifPresent(
        given -> {
          if (!(given > 0 && given <= MOST_RATE)) {
            throw invalid("rate", given.toString(), "more than 0, up to 10000000 a second");
          }
        });
  }

  int connections() {
    return connections;
  }

  int inFlight() {
    return inFlight;
  }

  Optional<Double> rate() {
    return rate;
  }

  /** The course that begins now. */
  Course course(Time time) {
    int longest = seconds.orElse(count.isPresent() ? MOST_SECONDS : DEFAULT_SECONDS);
    return new Course(
        time.nanos(),
        TimeUnit.SECONDS.toNanos(warmUp),
        TimeUnit.SECONDS.toNanos(longest),
        count.orElse(Long.MAX_VALUE));
  }

  /** Makes requests until the course is over, and all are answered. */
  void run(Load load, Course course, Tally tally, Time time) throws InterruptedException {
    if (rate.isPresent()) {
      OpenLoop.run(load, connections, inFlight, rate.get(), course, tally, time);
    } else {
      ClosedLoop.run(load, connections, inFlight, course, tally, time);
    }
  }

  /** The loop in words. */
  String inWords() {
    return String.format(
        Locale.ROOT,
        rate.isPresent() ? "open loop of %,.0f/s, %d x %d" : "closed loop, %2$d x %3$d",
        rate.orElse(0.0),
        connections,
        inFlight);
  }

  static void require(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw invalid(
          field,
          Long.toString(value),
          most == Long.MAX_VALUE ? least + " or more" : least + " to " + most);
    }
  }

  private static InvalidInputException invalid(String field, String value, String expected) {
    return InvalidInputException.of(field, value, expected);
  }
}
