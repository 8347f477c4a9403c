package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.statement.IdentifierRange;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is decided about while the writes before it are still on their way to the disk. */
@Timeout(60)
class OverlappingCommitsTest extends LogTest {
  /** As many writes as are committed together. */
  private static final int GROUP = 4096;

  private static final OperationId NAMED = OperationId.of("coil-1");
  private static final Identifier TEMPLATE = Identifier.parse("88.118.8/TEMPLATE-COIL");
  private static final RecordValue GRADE = RecordValue.text(1, "GRADE", "DX51D");

  /**
   * Holds the commit of a first write until two full groups wait behind it, and the commit of the
   * first of these until the second is decided about.
   */
  private static class Store extends ForwardingStore {
    final CountDownLatch held = new CountDownLatch(1);
    final CountDownLatch bothWait = new CountDownLatch(1);
    final CountDownLatch secondDecided = new CountDownLatch(3); // as often as room is asked for
    private final List<Row> staged = new ArrayList<>();
    private int commits = -1; // the first one takes ownership

    Store(RecordStore to) {
      super(to);
    }

    @Override
    public void requireRoom() {
      secondDecided.countDown();
    }

    @Override
    public void stage(List<Row> rows) {
      staged.addAll(rows);
    }

    @Override
    public void commit(Head expected, Head next) {
      switch (++commits) {
        case 1 -> {
          held.countDown();
          await(bothWait);
        }
        case 2 -> {
          await(secondDecided);
          commitFirst(expected, next);
          return;
        }
        default -> {}
      }
      pass(expected, next);
    }

    void commitFirst(Head expected, Head next) {
      pass(expected, next);
    }

    final void pass(Head expected, Head next) {
      super.stage(List.copyOf(staged));
      staged.clear();
      super.commit(expected, next);
    }

    final void drop() {
      staged.clear();
    }

    @Override
    public void reopen() {}

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Store failing(RecordStore disk, ErrorReason reason, boolean happens) {
    return new Store(disk) {
      @Override
      void commitFirst(Head expected, Head next) {
        if (happens) {
          pass(expected, next);
        } else {
          drop();
        }
        throw new NodeException(reason, "simulated");
      }
    };
  }

  @Test
  void what_is_being_committed_counts_for_what_is_decided_meanwhile() {
    Store store = new Store(disk);
    try (StatementLog log = log(store)) {
      List<CompletableFuture<Receipt>> receipts =
          append(
              log,
              store,
              List.of(named(GRADE), assign(fill(0)), assign(fill(1))),
              List.of(
                  assign(COIL, GRADE),
                  named(GRADE),
                  named(),
                  new Write.Update(COIL, 1, List.of(), OperationId.NONE),
                  new Write.Update(COIL, 1, List.of(), OperationId.NONE),
                  new Write.Retire(fill(0), 1, OperationId.NONE),
                  mint()));
      Receipt first = receipts.get(0).join();

      assertThatThrownBy(receipts.get(3)::join)
          .cause()
          .isInstanceOfSatisfying(
              AlreadyAssignedException.class,
              e -> {
                assertThat(e.newest()).isEqualTo(first);
                assertThat(e.sameContent()).isTrue();
              });
      assertThat(receipts.get(4).join()).isEqualTo(first.asReplayed());
      assertThat(reason(receipts.get(5))).contains(ErrorReason.OPERATION_CONFLICT);
      assertThat(receipts.get(6).join().version()).isEqualTo(2);
      assertThat(reason(receipts.get(7))).contains(ErrorReason.VERSION_MISMATCH);
      assertThat(receipts.get(8).join().version()).isEqualTo(2);
      assertThat(receipts.get(9).join().identifier()).hasToString("88.118.8/COIL-2");
      assertThat(log.head().statements()).isEqualTo(1 + 2 * GROUP - 4);
    }
  }

  @Test
  void templates_and_unique_values_that_are_being_committed_count() {
    Store store = new Store(disk);
    Identifier other = Identifier.parse("88.118.8/COIL-9");
    try (StatementLog log = log(store)) {
      List<CompletableFuture<Receipt>> receipts =
          append(
              log,
              store,
              List.of(template(), serial(COIL, 7), serial(other, 8), serial(fill(0), 9)),
              List.of(
                  serial(fill(-1), 7),
                  new Write.Update(COIL, 1, List.of(), OperationId.NONE),
                  new Write.Retire(COIL, 1, OperationId.NONE),
                  serial(fill(-2), 7),
                  new Write.Update(other, 1, serial(other, 10).values(), OperationId.NONE),
                  serial(fill(-3), 8),
                  serial(fill(-4), 10)));

      assertThat(receipts.subList(0, 4)).allMatch(receipt -> reason(receipt).isEmpty());
      assertThat(refused(receipts.get(4), ErrorReason.VALUE_TAKEN)).isTrue();
      assertThat(refused(receipts.get(5), ErrorReason.INVALID_RECORD)).isTrue(); // leaves it
      assertThat(reason(receipts.get(6))).isEmpty();
      assertThat(reason(receipts.get(7))).isEmpty(); // the retired one let go of it
      assertThat(reason(receipts.get(8))).isEmpty();
      assertThat(reason(receipts.get(9))).isEmpty();
      assertThat(refused(receipts.get(10), ErrorReason.VALUE_TAKEN)).isTrue();
      assertThat(refused(log.append(serial(fill(-5), 7)), ErrorReason.VALUE_TAKEN)).isTrue();
      assertThat(refused(log.append(serial(fill(-5), 9)), ErrorReason.VALUE_TAKEN)).isTrue();
    }
  }

  private static Write template() {
    String json = "{\"items\":[{\"name\":\"serial\",\"type\":\"number\",\"unique\":true}]}";
    return assign(TEMPLATE, RecordValue.of(1, "METADATA_TEMPLATE", new ValueData.Json(json)));
  }

  private static Write serial(Identifier identifier, int number) {
    return assign(
        identifier,
        RecordValue.of(1, "serial", new ValueData.Number("" + number)),
        TemplateValue.naming(ValueReference.to(TEMPLATE)));
  }

  @Test
  void a_range_that_meets_what_is_being_committed_is_refused() {
    Store store = new Store(disk);
    store.secondDecided.countDown(); // the range is decided about when the first group is there
    IdentifierRange range =
        new IdentifierRange(
            Prefix.parse("88.118.8"), SuffixPattern.parse("COIL-{seq:1}"), 1, 3, List.of());
    try (StatementLog log = log(store)) {
      List<CompletableFuture<Receipt>> receipts =
          append(
              log,
              store,
              List.of(assign(COIL)),
              List.of(new Write.AssignRange(range, OperationId.NONE)));
      Receipt first = receipts.get(0).join();

      assertThatThrownBy(receipts.get(1)::join)
          .cause()
          .isInstanceOfSatisfying(
              AlreadyAssignedException.class, e -> assertThat(e.newest()).isEqualTo(first));
    }
  }

  @Test
  void what_stands_on_a_commit_that_fails_is_refused_with_it() {
    Store store = failing(disk, ErrorReason.STORE_FAILED, false);
    try (StatementLog log = log(store)) {
      List<CompletableFuture<Receipt>> receipts =
          append(log, store, List.of(assign(COIL)), List.of(assign(COIL), assign(fill(-1))));

      assertThat(receipts).allMatch(receipt -> refused(receipt, ErrorReason.STORE_FAILED));
      assertThat(log.head().statements()).isEqualTo(1);
    }
  }

  @Test
  void what_stands_on_a_commit_without_room_is_refused_and_can_be_written_again() {
    Store store = failing(disk, ErrorReason.STORE_FULL, false);
    try (StatementLog log = log(store)) {
      List<CompletableFuture<Receipt>> receipts =
          append(log, store, List.of(assign(COIL)), List.of(assign(COIL), assign(fill(-1))));

      assertThat(receipts).allMatch(receipt -> refused(receipt, ErrorReason.STORE_FULL));
      assertThat(log.append(assign(COIL)).join().position()).isEqualTo(1);
    }
    assertSound(2);
  }

  @Test
  void a_commit_without_room_that_happened_is_acknowledged_and_what_stands_on_it_is_not() {
    Store store = failing(disk, ErrorReason.STORE_FULL, true);
    try (StatementLog log = log(store)) {
      List<CompletableFuture<Receipt>> receipts =
          append(log, store, List.of(assign(COIL)), List.of(assign(fill(-1))));

      assertThat(receipts.get(0).join().position()).isEqualTo(1);
      assertThat(refused(receipts.get(1), ErrorReason.STORE_FULL)).isTrue();
      assertThat(log.append(assign(fill(-1))).join().position()).isEqualTo(1 + GROUP);
    }
    assertSound(2 + GROUP);
  }

  @ParameterizedTest(name = "the commit before finds no room either: {0}")
  @ValueSource(booleans = {false, true})
  void a_group_that_finds_no_room_leaves_none_unanswered(boolean beforeToo) {
    Store store =
        new Store(disk) {
          @Override
          public void requireRoom() {
            super.requireRoom();
            if (secondDecided.getCount() == 0 && rooms++ == 0) {
              throw new NodeException(ErrorReason.STORE_FULL, "simulated");
            }
          }

          private int rooms;

          @Override
          void commitFirst(Head expected, Head next) {
            if (beforeToo) {
              drop();
              throw new NodeException(ErrorReason.STORE_FULL, "simulated");
            }
            super.commitFirst(expected, next);
          }
        };
    try (StatementLog log = log(store)) {
      List<CompletableFuture<Receipt>> receipts =
          append(log, store, List.of(assign(COIL)), List.of(assign(fill(-1))));

      assertThat(refused(receipts.get(1), ErrorReason.STORE_FULL)).isTrue();
      assertThat(refused(receipts.get(0), ErrorReason.STORE_FULL)).isEqualTo(beforeToo);
      assertThat(log.append(assign(fill(-1))).join().position())
          .isEqualTo(beforeToo ? 1 : 1 + GROUP);
    }
    assertSound(beforeToo ? 2 : 2 + GROUP);
  }

  /** Every statement is in its place, with its proof. */
  private void assertSound(long statements) {
    StatementReader reader = new StatementReader(disk, signer);
    try (StatementReader.Cursor all = reader.fromPosition(0)) {
      long position = 0;
      while (all.hasNext()) {
        assertThat(all.next().position()).isEqualTo(position++);
      }
      assertThat(position).isEqualTo(statements);
    }
  }

  /**
   * Has two full groups decided about, the second while the first is being committed; returns the
   * receipts of what was named of them.
   */
  private static List<CompletableFuture<Receipt>> append(
      StatementLog log, Store store, List<Write> first, List<Write> second) {
    CompletableFuture<Receipt> before = log.append(assign(Identifier.parse("88.118.8/BEFORE")));
    Store.await(store.held);
    List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
    receipts.addAll(full(first, 0).map(log::append).toList().subList(0, first.size()));
    receipts.addAll(full(second, GROUP).map(log::append).toList().subList(0, second.size()));
    store.bothWait.countDown();
    assertThat(before.join().position()).isZero();
    return receipts;
  }

  private static Stream<Write> full(List<Write> writes, int number) {
    return Stream.concat(
        writes.stream(),
        IntStream.range(number + writes.size(), number + GROUP).mapToObj(i -> assign(fill(i))));
  }

  private static Identifier fill(int number) {
    return Identifier.parse("88.118.8/FILL-" + number);
  }

  private static Write named(RecordValue... values) {
    return new Write.Assign(COIL, List.of(values), NAMED);
  }

  private static Write mint() {
    return new Write.Mint(
        Prefix.parse("88.118.8"),
        SuffixPattern.parse("COIL-{seq:1}"),
        ZoneOffset.UTC,
        List.of(),
        OperationId.NONE);
  }

  private static boolean refused(CompletableFuture<Receipt> receipt, ErrorReason reason) {
    return reason(receipt).equals(Optional.of(reason));
  }

  private static Optional<ErrorReason> reason(CompletableFuture<Receipt> receipt) {
    try {
      receipt.join();
      return Optional.empty();
    } catch (CompletionException e) {
      if (e.getCause() instanceof NameplateException refusal) {
        return Optional.of(refusal.reason());
      }
      throw e;
    }
  }
}
