package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.server.cli.Run;
import dev.nameplate.server.crash.GoodClient.Seen;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile callers of a served node with a heap of 512 MB and few descriptors, beside a good one.
 * Takes minutes.
 */
@Tag("stress")
@Timeout(900)
class StressTest {
  static final String PREFIX = "88.118.8";

  private static final long ATTACK_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final long UNLOADED_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long HANG_SECONDS = 120;
  private static final int DESCRIPTORS = 400;
  private static final int EVENTS = 100_000;
  private static final int SIGTERM = 143;

  /** What may stay behind: records in the cache, threads that wait for the next call. */
  private static final long MORE_HEAP = 100L << 20;

  private static final long MOST_RESIDENT = 1536L << 20;
  private static final int MORE_THREADS = 32;
  private static final int MOST_CLASSES = 40;

  @TempDir Path directory;

  @Test
  void hostile_callers_neither_end_a_node_nor_its_writing() throws Exception {
    assumeTrue(new File("/proc/self/fd").isDirectory(), "needs Linux's files about processes");
    String data = directory.resolve("node").toString();
    Run.of("init", "--data", data, "--prefix", PREFIX, "--no-passphrase").ok();
    ServerProcess server =
        ServerProcess.startWithFiles(Path.of(data), DESCRIPTORS, List.of("-Xmx512m"));
    try (GoodClient good = new GoodClient(server.address())) {
      for (int i = 0; i < 16; i++) {
        good.assign(PREFIX + "/PAGE-" + i, 200_000);
      }
      assertThat(Hub.capture(good.channel(), EVENTS)).isEqualTo(EVENTS);
      Seen unloaded = good.until(System.nanoTime() + UNLOADED_NANOS);
      unloaded.print("(no attack)", unloaded);
      Usage before = Usage.of(server.pid());
      System.out.println("stress: before: " + before);

      Beside beside = new Beside(server, good, unloaded);
      for (Attacker.Kind kind : Attacker.Kind.values()) {
        beside.endure(kind);
      }

      assertThat(recovered(server, before)).isTrue();
      good.assign(PREFIX + "/AFTERWARDS", 10);
      assertThat(
              HealthGrpc.newBlockingStub(good.channel())
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    } finally {
      server.stop(HANG_SECONDS);
    }
    assertThat(server.status()).isEqualTo(SIGTERM);
    Run.of("log", "audit", "--data", data).ok();
  }

  /** A good client, served while others attack. */
  private record Beside(ServerProcess server, GoodClient good, Seen unloaded) {
    /** Lets an attack go on for a while, and asserts that the good client was served meanwhile. */
    void endure(Attacker.Kind kind) throws IOException {
      Seen seen;
      int strikes;
      try (Attacker attacker = Attacker.start(kind, server.address())) {
        seen = good.until(System.nanoTime() + ATTACK_NANOS);
        strikes = attacker.stop();
      }
      seen.print(kind + " " + strikes, unloaded);
      assertThat(seen.writes().getTotalCount()).as("%s", kind).isPositive();
      assertThat(seen.resolves().getTotalCount()).as("%s", kind).isPositive();
    }
  }

  /** Whether a server, within a generous time, uses again about what it did before. */
  private static boolean recovered(ServerProcess server, Usage before) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(HANG_SECONDS);
    Usage now = Usage.of(server.pid());
    while (!isNear(now, before) && System.nanoTime() < end) {
      now = Usage.of(server.pid());
    }
    System.out.println("stress: after: " + now);
    if (!isNear(now, before)) {
      Usage.histogram(server.pid()).lines().limit(MOST_CLASSES).forEach(System.out::println);
    }
    return isNear(now, before);
  }

  private static boolean isNear(Usage now, Usage before) {
    return now.heap() <= before.heap() + MORE_HEAP
        && now.resident() <= MOST_RESIDENT
        && now.threads() <= before.threads() + MORE_THREADS
        && now.sockets() <= before.sockets();
  }
}
