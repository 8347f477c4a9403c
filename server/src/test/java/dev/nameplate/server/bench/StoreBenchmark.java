package dev.nameplate.server.bench;

import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.Table;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Committing rows of statements to the store, fsync included. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class StoreBenchmark {
  private static final int ROW_BYTES = 220;

  /** How many rows a commit has. */
  @Param({"1", "256", "4096"})
  public int rows = 1;

  private final Scratch scratch = Scratch.in(Path.of(System.getProperty("java.io.tmpdir")));
  private final RocksDbRecordStore store =
      RocksDbRecordStore.open(scratch.resolve("store"), StoreSettings.DEFAULT);
  private final Random random = new Random(1);
  private List<Row> next = List.of();
  private long written;

  /** Makes the rows of the next commit. */
  @Setup(Level.Invocation)
  public void prepare() {
    List<Row> made = new ArrayList<>(rows);
    byte[] content = new byte[ROW_BYTES];
    for (int row = 0; row < rows; row++) {
      random.nextBytes(content);
      RowKey key =
          new RowKey(Table.STATEMENT, "r" + Coils.PREFIX, Bytes.utf8("%012d".formatted(written++)));
      made.add(new Row(key, 1, store.head().batches(), Bytes.copyOf(content)));
    }
    next = made;
  }

  /** Stages them and moves the head. */
  @Benchmark
  public Head commit() {
    Head head = store.head();
    store.stage(next);
    store.commit(
        head, new Head(1, head.batches() + 1, written, head.timeMillis() + 1, head.root()));
    return store.head();
  }

  /** Cleans up. */
  @TearDown
  public void close() {
    store.close();
    scratch.close();
  }
}
