package dev.nameplate.server.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Resolving a record that is in memory, against a bare Caffeine with the same keys and answers. */
@Warmup(iterations = 6, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 80, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class CachedResolve extends InTurns {
  static final int BARE = 0;
  static final int CONTESTANTS = 2;

  /** A power of two. */
  private static final int COILS = 8192;

  /** However slow the machine is, what is measured is compiled. */
  private static final int WARM_UP_QUESTIONS = 3_000_000;

  private final Scratch scratch = new Scratch();
  private final Node node =
      Node.open(NodeConfig.in(scratch.resolve("node")).authorityFor(Coils.PREFIX));
  private final Resolver resolver = node.resolver();
  private final Cache<Identifier, Resolution> bare =
      Caffeine.newBuilder().maximumSize(2 * COILS).build();
  private final Identifier[] questions;
  private int next;

  /** Assigns the records and asks for each once. */
  public CachedResolve() {
    super(CONTESTANTS);
    Coils.assign(node, COILS);
    List<Identifier> coils =
        LongStream.range(0, COILS).mapToObj(Coils::identifier).collect(Collectors.toList());
    coils.forEach(coil -> bare.put(coil, resolver.resolve(coil)));
    Collections.shuffle(coils, new Random(1));
    // Other objects than those in the caches, as a caller's are.
    questions =
        coils.stream().map(coil -> Identifier.parse(coil.toString())).toArray(Identifier[]::new);
    warmUp();
  }

  private void warmUp() {
    for (int i = 0; i < WARM_UP_QUESTIONS; i++) {
      var unused = bare.getIfPresent(questions[i & (COILS - 1)]);
      resolver.resolve(questions[i & (COILS - 1)]);
    }
  }

  /** Answers one question. */
  @Benchmark
  public @Nullable Resolution resolve() {
    Identifier question = questions[next++ & (COILS - 1)];
    return turn() == BARE ? bare.getIfPresent(question) : resolver.resolve(question);
  }

  /** Cleans up. */
  @TearDown(Level.Trial)
  public void close() {
    node.close();
    scratch.close();
  }
}
