package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.node.SteppingClock;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowCursor;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The reads that the decisions about a group of writes take. */
@Timeout(60)
class ReadAheadTest extends LogTest {
  private static final int GROUP = 1_000;

  private final long seed = Long.getLong("nameplate.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  /** Holds the next commit on demand, and counts the reads of the commit thread from then on. */
  private static final class Counting extends ForwardingStore {
    final AtomicInteger reads = new AtomicInteger();
    volatile CountDownLatch held = new CountDownLatch(0);
    volatile CountDownLatch mayCommit = new CountDownLatch(0);

    Counting(RecordStore to) {
      super(to);
    }

    void holdNextCommit() {
      mayCommit = new CountDownLatch(1);
      held = new CountDownLatch(1);
    }

    @Override
    public void commit(Head expected, Head next) {
      held.countDown();
      await(mayCommit);
      super.commit(expected, next);
    }

    @Override
    public Optional<Row> read(RowKey key) {
      reads.incrementAndGet();
      return super.read(key);
    }

    @Override
    public Optional<Row> newest(RowKey key) {
      reads.incrementAndGet();
      return super.newest(key);
    }

    @Override
    public Optional<Row> version(RowKey key, long version) {
      reads.incrementAndGet();
      return super.version(key, version);
    }

    @Override
    public List<Optional<Row>> readAll(List<RowKey> keys, long mostBytes) {
      reads.incrementAndGet();
      return super.readAll(keys, mostBytes);
    }

    @Override
    public Optional<Row> first(Table table, String partition, Bytes from) {
      reads.incrementAndGet();
      return super.first(table, partition, from);
    }

    @Override
    public RowCursor scan(Table table, String partition, Bytes from) {
      reads.incrementAndGet();
      return super.scan(table, partition, from);
    }

    static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void a_group_with_random_names_and_operations_takes_at_most_three_reads() {
    System.out.println("seed " + seed);
    Counting store = new Counting(disk);
    try (StatementLog log = log(store)) {
      appendTogether(log, store); // what is looked up once is known afterwards
      store.reads.set(0);
      List<CompletableFuture<Receipt>> receipts = appendTogether(log, store);
      assertThat(store.reads).hasValueBetween(1, 3);
      assertThat(receipts).allSatisfy(receipt -> assertThat(receipt).isCompleted());
    }
  }

  @Test
  void the_same_holds_while_operations_of_the_period_before_are_remembered() {
    SteppingClock clock = new SteppingClock(Instant.parse("2026-03-01T12:00:00Z"));
    Counting store = new Counting(disk);
    try (StatementLog log = log(store, clock)) {
      appendTogether(log, store);
      Write earlier = random("earlier");
      Receipt first = log.append(earlier, Caller.OPERATOR).join();
      clock.step(Duration.ofDays(7));
      appendTogether(log, store);
      store.reads.set(0);
      appendTogether(log, store);
      assertThat(store.reads).hasValueBetween(1, 3);
      Receipt again = log.append(earlier, Caller.OPERATOR).join();
      assertThat(again.replayed()).isTrue();
      assertThat(again.position()).isEqualTo(first.position());
    }
  }

  @Test
  void a_damaged_row_of_an_operation_refuses_only_writes_with_an_operation() {
    SteppingClock clock = new SteppingClock(Instant.parse("2026-03-01T12:00:00Z"));
    try (StatementLog log = log(disk, clock)) {
      log.append(random("earlier"), Caller.OPERATOR).join();
    }
    String before = RowKeys.operations(clock.millis() / Duration.ofDays(7).toMillis());
    clock.step(Duration.ofDays(7));
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public Optional<Row> first(Table table, String partition, Bytes from) {
            if (table == Table.OPERATION && partition.equals(before)) {
              throw new NodeException(ErrorReason.DATA_CORRUPT, "simulated");
            }
            return super.first(table, partition, from);
          }
        };
    try (StatementLog log = log(store, clock)) {
      log.append(assign(name("a")), Caller.OPERATOR).join(); // the head's time is in the new period
      assertThatThrownBy(() -> log.append(random("op"), Caller.OPERATOR).join())
          .hasCauseInstanceOf(NodeException.class);
      log.append(assign(name("b")), Caller.OPERATOR).join();
    }
  }

  @Test
  void names_and_operations_that_exist_are_found_among_many() {
    Counting store = new Counting(disk);
    try (StatementLog log = log(store)) {
      log.append(assign(COIL), Caller.OPERATOR).join();
      Write named = random("once");
      Receipt first = log.append(named, Caller.OPERATOR).join();

      List<CompletableFuture<Receipt>> others = new ArrayList<>();
      store.holdNextCommit();
      others.add(log.append(random("holds"), Caller.OPERATOR));
      Counting.await(store.held);
      IntStream.range(0, 50).forEach(i -> others.add(log.append(random("o" + i), Caller.OPERATOR)));
      CompletableFuture<Receipt> taken = log.append(assign(COIL), Caller.OPERATOR);
      CompletableFuture<Receipt> again = log.append(named, Caller.OPERATOR);
      store.mayCommit.countDown();

      assertThatThrownBy(taken::join).hasCauseInstanceOf(AlreadyAssignedException.class);
      assertThat(again.join().replayed()).isTrue();
      assertThat(again.join().position()).isEqualTo(first.position());
      others.forEach(CompletableFuture::join);
    }
  }

  @Test
  void a_damaged_row_stops_only_the_write_that_depends_on_it() {
    RowKey damaged = RowKeys.statement(COIL);
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public Optional<Row> newest(RowKey key) {
            if (key.equals(damaged)) {
              throw new NodeException(ErrorReason.DATA_CORRUPT, "simulated");
            }
            return super.newest(key);
          }

          @Override
          public List<Optional<Row>> readAll(List<RowKey> keys, long mostBytes) {
            keys.forEach(this::newestOrRead);
            return super.readAll(keys, mostBytes);
          }

          private void newestOrRead(RowKey key) {
            var unused = key.table() == Table.STATEMENT ? newest(key) : read(key);
          }
        };
    try (StatementLog log = log(store)) {
      ReadAhead ahead = new ReadAhead(store);
      ahead.read(List.of(RowKeys.statement(name("a")), damaged));
      assertThat(ahead.newest(RowKeys.statement(name("a")))).isEmpty();
      assertThatThrownBy(() -> ahead.newest(damaged)).isInstanceOf(NodeException.class);
      log.append(random("fine"), Caller.OPERATOR).join();
    }
  }

  @Test
  void names_beyond_the_next_row_are_read() {
    try (StatementLog log = log(disk)) {
      log.append(assign(name("M")), Caller.OPERATOR).join();
    }
    ReadAhead ahead = new ReadAhead(disk);
    List<RowKey> keys = new ArrayList<>();
    for (char letter = 'A'; letter <= 'Z'; letter++) {
      keys.add(RowKeys.statement(name("" + letter)));
    }
    ahead.read(keys);
    for (RowKey key : keys) {
      assertThat(ahead.newest(key)).isEqualTo(disk.newest(key));
    }
  }

  /** Appends a group's worth of random writes, which are decided together. */
  private List<CompletableFuture<Receipt>> appendTogether(StatementLog log, Counting store) {
    store.holdNextCommit();
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    receipts.add(log.append(random("first " + random.nextLong()), Caller.OPERATOR));
    Counting.await(store.held);
    store.reads.set(0);
    for (int i = 1; i < GROUP; i++) {
      receipts.add(log.append(random("op " + random.nextLong()), Caller.OPERATOR));
    }
    store.mayCommit.countDown();
    receipts.forEach(CompletableFuture::join);
    return receipts;
  }

  private Write random(String operation) {
    return new Write.Assign(
        name(Long.toHexString(random.nextLong())),
        List.of(),
        OperationId.of(operation.replace(' ', '-')));
  }

  private static Identifier name(String suffix) {
    return Identifier.parse("88.118.8/" + suffix);
  }
}
