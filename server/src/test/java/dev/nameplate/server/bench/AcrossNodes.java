package dev.nameplate.server.bench;

import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.cache.UpstreamCacheBounds;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What a client that trusts the root alone costs: how many nodes it asks for a record three levels
 * down, and how much heap it holds while it asks for very many different ones.
 */
public final class AcrossNodes {
  private static final int COILS = 1_000_000;
  private static final int STEP = 100_000;
  private static final int CLIENT_THREADS = 16;
  private static final int COLLECTIONS = 3;
  private static final long RECORD_BYTES = 16L << 20;
  private static final long ABSENCE_BYTES = 1L << 20;
  private static final double MIB = 1 << 20;

  private final NodeClient client;

  private AcrossNodes(NodeClient client) {
    this.client = client;
  }

  /** Prints both; the first argument is the number of records, a million if there is none. */
  public static void main(String... arguments) throws Exception {
    int coils = arguments.length == 0 ? COILS : Integer.parseInt(arguments[0]);
    ServerProcess server = new ServerProcess(HierarchyServer.class, Integer.toString(coils));
    TrustAnchors root =
        TrustAnchors.parse(Files.readString(Path.of(server.said().get(2))), "the root's anchor");
    UpstreamConfig config =
        UpstreamConfig.trusting(root)
            .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback())
            .withCache(UpstreamCacheBounds.DEFAULT.withBytes(RECORD_BYTES, ABSENCE_BYTES));
    try (NodeClient client = NodeClient.open(config)) {
      AcrossNodes across = new AcrossNodes(client);
      across.calls("cold resolve across three levels", 0, 4);
      across.calls("the same, delegations cached", 1, 1);
      across.heap(coils);
    } finally {
      server.close();
    }
  }

  private void calls(String work, int coil, int most) {
    Budget budget = Budget.standard();
    Resolution answer = client.resolve(Question.about(Coils.identifier(coil)), budget);
    requireFound(answer);
    System.out.printf(
        "| %-36s | %2d upstream calls | at most %d | %-3s |%n",
        work, budget.upstreamCalls(), most, budget.upstreamCalls() <= most ? "yes" : "no");
  }

  private void heap(int coils) throws Exception {
    long before = used();
    System.out.printf(
        Locale.ROOT,
        "%n%d different records through a client whose cache may take %.0f MiB:%n",
        coils,
        RECORD_BYTES / MIB);
    ExecutorService threads = Executors.newFixedThreadPool(CLIENT_THREADS);
    long start = System.nanoTime();
    for (int from = 0; from < coils; from += STEP) {
      ask(threads, from, Math.min(from + STEP, coils));
      CacheStatistics kept = client.statistics();
      System.out.printf(
          Locale.ROOT,
          "%9d asked, %6.0f a second: heap +%.1f MiB, %d kept, estimated %.1f MiB%n",
          Math.min(from + STEP, coils),
          Math.min(from + STEP, coils) / ((System.nanoTime() - start) / 1e9),
          (used() - before) / MIB,
          kept.entries(),
          kept.bytes() / MIB);
    }
    threads.shutdown();
  }

  private void ask(ExecutorService threads, int from, int to) throws Exception {
    AtomicInteger next = new AtomicInteger(from);
    Callable<Integer> asking =
        () -> {
          int asked = 0;
          for (int coil = next.getAndIncrement(); coil < to; coil = next.getAndIncrement()) {
            Identifier identifier = Coils.identifier(coil);
            requireFound(client.resolve(identifier));
            asked++;
          }
          return asked;
        };
    List<Callable<Integer>> all = IntStream.range(0, CLIENT_THREADS).mapToObj(i -> asking).toList();
    for (Future<Integer> each : threads.invokeAll(all)) {
      each.get();
    }
  }

  private static void requireFound(Resolution answer) {
    if (!(answer instanceof Resolution.Found)) {
      throw new IllegalStateException("not found: " + answer);
    }
  }

  /** Bytes of heap in use once what is not needed is gone. */
  private static long used() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
