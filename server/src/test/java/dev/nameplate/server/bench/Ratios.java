package dev.nameplate.server.bench;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs every benchmark, each in a JVM of its own, and prints a table of ratios. Takes about twelve
 * minutes and a gigabyte of the temporary directory.
 *
 * <p>Arguments name the benchmarks to run, all of them if there are none: {@code CachedResolve},
 * {@code ColdResolve}, {@code BulkAssign}, {@code GrpcResolve}, {@code RecursiveResolve}, {@code
 * AcrossNodes}.
 */
public final class Ratios {
  private final List<String> wanted;
  private final List<Figure> figures = new ArrayList<>();

  private Ratios(List<String> wanted) {
    this.wanted = wanted;
  }

  /** Runs the benchmarks. */
  public static void main(String... arguments) throws Exception {
    Ratios ratios = new Ratios(List.of(arguments));
    ratios.cachedResolve();
    ratios.coldResolve();
    ratios.bulkAssign();
    ratios.grpcResolve();
    ratios.recursiveResolve();
    System.out.println();
    System.out.println(Figure.HEAD);
    ratios.figures.forEach(figure -> System.out.println(figure.row()));
    ratios.acrossNodes();
  }

  private void cachedResolve() throws RunnerException {
    if (wants(CachedResolve.class)) {
      Rounds rounds = Rounds.run(CachedResolve.class, CachedResolve.CONTESTANTS);
      computing("embedded resolve, cached", "bare Caffeine getIfPresent", 0.50, rounds);
    }
  }

  private void coldResolve() throws RunnerException {
    if (wants(ColdResolve.class)) {
      Rounds rounds = Rounds.run(ColdResolve.class, ColdResolve.CONTESTANTS);
      computing("embedded resolve, cold", "bare RocksDB get of the same files", 0.70, rounds);
    }
  }

  private void grpcResolve() throws RunnerException {
    if (wants(GrpcResolve.class)) {
      Rounds rounds = Rounds.run(GrpcResolve.class, GrpcResolve.CONTESTANTS);
      computing("gRPC resolve, cached", "echo of the same size, same server", 0.90, rounds);
    }
  }

  private void recursiveResolve() throws RunnerException {
    if (wants(RecursiveResolve.class)) {
      Rounds rounds = Rounds.run(RecursiveResolve.class, RecursiveResolve.CONTESTANTS);
      computing(
          "recursive resolve, warm cache", "the same records on their own node", 0.90, rounds);
    }
  }

  private void acrossNodes() throws Exception {
    if (wants(AcrossNodes.class)) {
      System.out.println();
      AcrossNodes.main();
    }
  }

  private void bulkAssign() throws RunnerException {
    if (wants(BulkAssign.class)) {
      Rounds rounds = Rounds.run(BulkAssign.class, BulkAssign.CONTESTANTS);
      bulkAssign("SM2_SM3", rounds, BulkAssign.SM2, BulkAssign.SM2_EACH);
      bulkAssign("ED25519_SHA256", rounds, BulkAssign.ED25519, BulkAssign.ED25519_EACH);
    }
  }

  /** Work that keeps a processor busy: its rate is counted by processor time. */
  private void computing(String work, String reference, double target, Rounds rounds) {
    figures.add(
        new Figure(work, reference, rounds.byProcessor(1, 0), target, rounds.byClock(1, 0)));
  }

  private void bulkAssign(String suite, Rounds rounds, int node, int signingEach) {
    String work = "bulk assign, " + suite;
    double bare = rounds.byClock(node, BulkAssign.BARE);
    double each =
        rounds.byClock(node, signingEach) * BulkAssign.COILS / BulkAssign.COILS_SIGNED_EACH;
    figures.add(new Figure(work, "bare RocksDB, 1,000 rows an fsync", bare, 0.50, bare));
    figures.add(new Figure(work, "one signature per record", each, 10, each));
  }

  private boolean wants(Class<?> benchmark) {
    return wanted.isEmpty() || wanted.contains(benchmark.getSimpleName());
  }
}
