package dev.nameplate.server.bench;

import dev.nameplate.cache.CacheBounds;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.rocksdb.RocksDBException;

/**
 * Resolving records of a large store in random order without a cache of answers, against a bare
 * RocksDB on the very files of that store. Either has 64 MiB for blocks; the store is several times
 * as large.
 */
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 60, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class ColdResolve extends InTurns {
  static final int BARE = 0;
  static final int CONTESTANTS = 2;

  private static final int COILS = Integer.getInteger("nameplate.bench.coils", 1_000_000);

  /** A power of two. */
  private static final int QUESTIONS = 1 << 18;

  private static final CacheBounds NO_ANSWERS = new CacheBounds(0, 0, Duration.ZERO, Duration.ZERO);

  private final Scratch scratch = new Scratch();
  private final Identifier[] questions = new Identifier[QUESTIONS];
  private final byte[][] keys = new byte[QUESTIONS][];
  private final BareRocks bare;
  private final Node node;
  private final Resolver resolver;
  private int next;

  /** Fills the store. */
  public ColdResolve() {
    super(CONTESTANTS);
    Path directory = scratch.resolve("node");
    NodeConfig config = NodeConfig.in(directory).authorityFor(Coils.PREFIX).withCache(NO_ANSWERS);
    try (Node loading = Node.open(config)) {
      Coils.assign(loading, COILS);
    }
    new Random(1).ints(QUESTIONS, 0, COILS).forEach(this::addQuestion);
    next = 0;
    node = Node.open(config);
    resolver = node.resolver();
    bare = BareRocks.readOnly(directory.resolve("store"));
    warmUp();
  }

  private void warmUp() {
    try {
      for (int i = 0; i < QUESTIONS; i++) {
        bare.get(keys[i]);
        resolver.resolve(questions[i]);
      }
    } catch (RocksDBException e) {
      throw new IllegalStateException(e);
    }
  }

  private void addQuestion(int coil) {
    questions[next] = Coils.identifier(coil);
    keys[next] = BareRow.key(questions[next]);
    next++;
  }

  /** Answers one question. */
  @Benchmark
  public Object resolve() throws RocksDBException {
    int question = next++ & (QUESTIONS - 1);
    return turn() == BARE ? bare.get(keys[question]) : resolver.resolve(questions[question]);
  }

  /** Cleans up. */
  @TearDown(Level.Trial)
  public void close() {
    bare.close();
    node.close();
    scratch.close();
  }
}
