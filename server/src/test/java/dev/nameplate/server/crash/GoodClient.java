package dev.nameplate.server.crash;

import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Writes a record and resolves it, again and again, on a thread and a connection of its own, and
 * measures both.
 */
final class GoodClient implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 30;
  private static final int PRECISION = 3;

  private final ManagedChannel channel;
  private int written;

  /**
   * What it saw during some time.
   *
   * @param writes microseconds of each write
   * @param resolves microseconds of each resolve
   * @param failures how often which status was returned instead
   */
  record Seen(Histogram writes, Histogram resolves, Map<String, Integer> failures, long nanos) {
    /** Prints it, as multiples of what was seen without an attack. */
    void print(String attack, Seen unloaded) {
      System.out.printf(
          "stress: %-20s %s; %s; failed %s%n",
          attack,
          figures("writes", writes, nanos, unloaded.writes, unloaded.nanos),
          figures("resolves", resolves, nanos, unloaded.resolves, unloaded.nanos),
          failures);
    }

    private static String figures(
        String what, Histogram seen, long nanos, Histogram usual, long usualNanos) {
      double rate = rate(seen, nanos);
      return String.format(
          "%s %.0f/s (x%.2f) p50 %d us (x%.1f) p99 %d us (x%.1f)",
          what,
          rate,
          rate / rate(usual, usualNanos),
          seen.getValueAtPercentile(50),
          ratio(seen, usual, 50),
          seen.getValueAtPercentile(99),
          ratio(seen, usual, 99));
    }

    private static double rate(Histogram seen, long nanos) {
      return seen.getTotalCount() * 1e9 / nanos;
    }

    private static double ratio(Histogram seen, Histogram usual, double percentile) {
      return (double) seen.getValueAtPercentile(percentile)
          / usual.getValueAtPercentile(percentile);
    }
  }

  GoodClient(String address) {
    channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
  }

  /** Goes on until the time has come; the call under way then is completed. */
  Seen until(long nanoTime) {
    Histogram writes = new Histogram(PRECISION);
    Histogram resolves = new Histogram(PRECISION);
    Map<String, Integer> failures = new TreeMap<>();
    long begin = System.nanoTime();
    while (System.nanoTime() < nanoTime) {
      try {
        String identifier = "88.118.8/GOOD-" + written++;
        timed(writes, () -> assign(identifier, 100));
        timed(resolves, () -> resolve(identifier));
      } catch (StatusRuntimeException e) {
        failures.merge(e.getStatus().getCode().name(), 1, Integer::sum);
      }
    }
    return new Seen(writes, resolves, failures, System.nanoTime() - begin);
  }

  private static void timed(Histogram micros, Runnable call) {
    long begin = System.nanoTime();
    call.run();
    micros.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin));
  }

  /** Writes a record with a text of some length. */
  void assign(String identifier, int length) {
    var unused =
        RegistrationServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .assign(request(identifier, length));
  }

  private void resolve(String identifier) {
    var unused =
        ResolutionServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
            .resolve(ResolveRequest.newBuilder().setIdentifier(identifier).build());
  }

  static AssignRequest request(String identifier, int length) {
    return AssignRequest.newBuilder()
        .setIdentifier(identifier)
        .addValues(RecordValue.newBuilder().setIndex(1).setType("N").setText("x".repeat(length)))
        .build();
  }

  /** Its connection. */
  ManagedChannel channel() {
    return channel;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
