package dev.nameplate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.record.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract under random and under concurrent use. */
public abstract class RecordStoreModelContract extends RecordStoreContract {
  private static final String[] PARTITIONS = {"", "M88.1", "M88.11", "M88.2"};
  private static final int STEPS = 400;
  private static final int COMMITS = 300;
  private static final int ITEMS = 10;

  /** What must be seen: all versions of all rows committed, in the order of scans. */
  private static final class Model {
    private final Map<String, NavigableMap<Bytes, List<Row>>> partitions = new TreeMap<>();

    Model copy() {
      Model copy = new Model();
      partitions.forEach(
          (partition, rows) ->
              rows.forEach(
                  (name, versions) -> copy.names(partition).put(name, new ArrayList<>(versions))));
      return copy;
    }

    NavigableMap<Bytes, List<Row>> names(String partition) {
      return partitions.computeIfAbsent(partition, absent -> new TreeMap<>());
    }

    List<Row> versions(String partition, Bytes name) {
      return names(partition).getOrDefault(name, List.of());
    }

    void add(Row row) {
      names(row.key().partition())
          .computeIfAbsent(row.key().name(), absent -> new ArrayList<>())
          .add(row);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void a_store_answers_as_a_sorted_map_would(long seed) {
    Random random = new Random(seed);
    Model committed = new Model();
    Model staged = committed.copy();
    long batch = 0;
    for (int step = 0; step < STEPS; step++) {
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> {
          List<Row> rows = new ArrayList<>();
          for (int i = random.nextInt(8); i >= 0; i--) {
            rows.add(nextVersion(random, staged, batch));
            batch += random.nextInt(2);
          }
          store().stage(rows);
        }
        case 4, 5 -> {
          batch++;
          store().commit(store().head(), after(store().head(), batch));
          committed = staged.copy();
        }
        case 6 -> {
          if (random.nextInt(4) == 0) {
            reopen();
            staged = committed.copy();
            batch = store().head().batches();
          }
        }
        default -> check(random, committed);
      }
    }
  }

  private static Row nextVersion(Random random, Model staged, long batch) {
    String partition = PARTITIONS[random.nextInt(PARTITIONS.length)];
    Bytes name = name(random);
    long version = staged.versions(partition, name).size() + 1L;
    byte[] content = new byte[random.nextInt(40)];
    random.nextBytes(content);
    Row row =
        new Row(new RowKey(Table.STATEMENT, partition, name), version, batch, Bytes.wrap(content));
    staged.add(row);
    return row;
  }

  private static Bytes name(Random random) {
    return Bytes.utf8("ab~é".substring(0, random.nextInt(4)) + (char) ('a' + random.nextInt(6)));
  }

  private void check(Random random, Model committed) {
    String partition = PARTITIONS[random.nextInt(PARTITIONS.length)];
    Bytes name = name(random);
    RowKey key = new RowKey(Table.STATEMENT, partition, name);
    List<Row> versions = committed.versions(partition, name);
    assertThat(store().newest(key)).isEqualTo(last(versions));
    for (int version = 1; version <= versions.size() + 1L; version++) {
      assertThat(store().version(key, version))
          .isEqualTo(
              version > versions.size()
                  ? Optional.empty()
                  : Optional.of(versions.get(version - 1)));
    }
    assertThat(rows(Table.STATEMENT, partition, name))
        .isEqualTo(
            committed.names(partition).tailMap(name, true).values().stream()
                .map(rows -> last(rows).orElseThrow())
                .toList());
  }

  private static Optional<Row> last(List<Row> versions) {
    return versions.isEmpty() ? Optional.empty() : Optional.of(versions.get(versions.size() - 1));
  }

  /**
   * Version v of every item is written by batch v - 1, so what must be seen follows from the head.
   */
  @ParameterizedTest(name = "{0} readers")
  @ValueSource(ints = 3)
  void readers_see_whole_commits_only_and_never_go_back(int readers) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(readers);
    try {
      List<Future<Long>> reads = new ArrayList<>();
      for (int reader = 0; reader < readers; reader++) {
        long seed = reader;
        reads.add(threads.submit(() -> readUntil(done, new Random(seed))));
      }
      for (int version = 1; version <= COMMITS; version++) {
        Row[] rows = new Row[ITEMS];
        for (int item = 0; item < ITEMS; item++) {
          rows[item] = statement("item" + item, version, version - 1);
        }
        commit(rows);
      }
      done.set(true);
      for (Future<Long> read : reads) {
        assertThat(read.get()).isPositive();
      }
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  private long readUntil(AtomicBoolean done, Random random) {
    long reads = 0;
    while (!done.get() || reads == 0) {
      String item = "item" + random.nextInt(ITEMS);
      long before = store().head().batches();
      long newest = store().newest(key(item)).map(Row::version).orElse(0L);
      assertThat(newest).isBetween(before, store().head().batches());
      long asked = 1L + random.nextInt(COMMITS);
      boolean present = store().version(key(item), asked).isPresent();
      assertThat(present || asked > newest).as("version %s of %s", asked, newest).isTrue();
      before = store().head().batches();
      List<Row> rows = rows(Table.STATEMENT, "M88.1", Bytes.EMPTY);
      long scanned = rows.isEmpty() ? 0 : rows.get(0).version();
      assertThat(scanned).isBetween(before, store().head().batches());
      assertThat(rows).hasSize(scanned == 0 ? 0 : ITEMS).allMatch(row -> row.version() == scanned);
      reads++;
    }
    return reads;
  }
}
