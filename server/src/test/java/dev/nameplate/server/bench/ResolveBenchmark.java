package dev.nameplate.server.bench;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Resolving a record that is in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ResolveBenchmark {
  private static final int COILS = 8192;

  private final Scratch scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")));
  private final Node node =
      Node.open(NodeConfig.in(scratch.resolve("node")).authorityFor(Coils.PREFIX));
  private List<Identifier> questions = List.of();
  private int next;

  /** Assigns what is asked for. */
  @Setup
  public void prepare() {
    Coils.assign(node, COILS);
    List<Identifier> coils =
        LongStream.range(0, COILS).mapToObj(Coils::identifier).collect(Collectors.toList());
    Collections.shuffle(coils, new Random(1));
    questions = coils;
  }

  /** Answers one question. */
  @Benchmark
  public Resolution resolve() {
    return node.resolver().resolve(questions.get(next++ & (COILS - 1)));
  }

  /** Cleans up. */
  @TearDown
  public void close() {
    node.close();
    scratch.close();
  }
}
