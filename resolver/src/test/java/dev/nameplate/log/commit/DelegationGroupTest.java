package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Delegation.State;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.Validity;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writes that race are committed in one group: each sees exactly what stands before it. */
@Timeout(60)
class DelegationGroupTest {
  private static final Prefix OWN = Prefix.parse("20.500");
  private static final Prefix HOSTED = Prefix.parse("20.500.1");

  @TempDir Path directory;
  private final BatchSigner signer =
      new BatchSigner(
          new LogName("20.500/log-0badcafe"),
          SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom()));
  private final CountDownLatch mayCommit = new CountDownLatch(1);
  private final CountDownLatch committing = new CountDownLatch(1);
  private volatile boolean hold;
  private RecordStore disk;
  private StatementReader reader;
  private OwnPrefixes prefixes;
  private StatementLog log;

  @BeforeEach
  void open() {
    disk = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT);
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public void commit(Head expected, Head next) {
            if (hold) {
              committing.countDown();
              await(mayCommit);
            }
            super.commit(expected, next);
          }
        };
    reader = new StatementReader(store, signer);
    prefixes = OwnPrefixes.load(List.of(OWN), reader);
    log =
        new StatementLog(
                prefixes,
                store,
                reader,
                signer,
                RecordLimits.DEFAULT,
                256,
                Clock.systemUTC(),
                new CommitFeed())
            .start();
  }

  @AfterEach
  void close() {
    mayCommit.countDown();
    log.close();
    disk.close();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets everything that is written from now on gather until {@link #commitTogether}. */
  private CompletableFuture<Receipt> gather() throws InterruptedException {
    hold = true;
    CompletableFuture<Receipt> before =
        log.append(
            new Write.Assign(Identifier.parse("20.500/BEFORE"), List.of(), OperationId.NONE));
    committing.await();
    return before;
  }

  private void commitTogether(CompletableFuture<Receipt> before) {
    mayCommit.countDown();
    before.join();
  }

  private CompletableFuture<Receipt> assign(String identifier) {
    return log.append(new Write.Assign(Identifier.parse(identifier), List.of(), OperationId.NONE));
  }

  private CompletableFuture<Receipt> enter(Prefix prefix, State state) {
    return enter(prefix, state, 0, OperationId.NONE);
  }

  private CompletableFuture<Receipt> enter(
      Prefix prefix, State state, long expected, OperationId operation) {
    return log.append(new Write.Delegate(prefix, expected, new Enter(state), operation));
  }

  /** Puts a hosted prefix into a state, whichever it is in. */
  private record Enter(State state) implements DelegationChange {
    @Override
    public Bytes content() {
      return Bytes.utf8(state.name());
    }

    @Override
    public Delegation next(Before before) {
      return new Delegation(
          before.prefix(),
          before.nextVersion(),
          before.previous(),
          state,
          before.occupied().getAsBoolean() ? "occupied" : "free",
          true,
          List.of(),
          List.of(),
          new Validity(before.now(), before.now().plus(Duration.ofDays(7))));
    }
  }

  private static void refused(CompletableFuture<Receipt> write, ErrorReason reason) {
    assertThatThrownBy(write::join)
        .cause()
        .isInstanceOfSatisfying(
            NameplateException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  @Test
  void an_assignment_before_a_suspension_is_taken_and_one_behind_it_refused() throws Exception {
    enter(HOSTED, State.ACTIVE).join();
    CompletableFuture<Receipt> before = gather();
    CompletableFuture<Receipt> first = assign("20.500.1/A");
    CompletableFuture<Receipt> suspension = enter(HOSTED, State.SUSPENDED);
    CompletableFuture<Receipt> second = assign("20.500.1/B");
    CompletableFuture<Receipt> resumption = enter(HOSTED, State.ACTIVE);
    CompletableFuture<Receipt> third = assign("20.500.1/C");
    CompletableFuture<Receipt> revocation = enter(HOSTED, State.REVOKED);
    CompletableFuture<Receipt> fourth = assign("20.500.1/D");
    commitTogether(before);

    assertThat(suspension.join().position()).isEqualTo(first.join().position() + 1);
    refused(second, ErrorReason.PREFIX_SUSPENDED);
    assertThat(third.join().position()).isEqualTo(resumption.join().position() + 1);
    refused(fourth, ErrorReason.PREFIX_REVOKED);
    assertThat(suspension.join().batch()).as("one group").isEqualTo(revocation.join().batch());
    assertThat(prefixes.contains(HOSTED)).isFalse();
    assertThat(reader.newest(Identifier.parse("20.500.1/B"))).isEmpty();
  }

  @Test
  void a_range_before_a_change_of_its_prefix_occupies_it() throws Exception {
    enter(HOSTED, State.ACTIVE).join();
    IdentifierRange range =
        new IdentifierRange(HOSTED, SuffixPattern.parse("A-{seq:2}"), 1, 9, List.of());
    CompletableFuture<Receipt> before = gather();
    CompletableFuture<Receipt> assigned =
        log.append(new Write.AssignRange(range, OperationId.NONE));
    CompletableFuture<Receipt> change = enter(HOSTED, State.SUSPENDED);
    commitTogether(before);

    assertThat(change.join().batch()).as("one group").isEqualTo(assigned.join().batch());
    assertThat(reader.newestDelegation(OWN, HOSTED).orElseThrow().value().holder())
        .isEqualTo("occupied");
  }

  @Test
  void of_overlapping_allotments_in_one_group_the_first_wins() throws Exception {
    CompletableFuture<Receipt> before = gather();
    CompletableFuture<Receipt> inner = enter(Prefix.parse("20.500.1.7"), State.ACTIVE);
    CompletableFuture<Receipt> outer = enter(HOSTED, State.ACTIVE);
    CompletableFuture<Receipt> beside = enter(Prefix.parse("20.500.2"), State.ACTIVE);
    CompletableFuture<Receipt> below = enter(Prefix.parse("20.500.2.7"), State.ACTIVE);
    commitTogether(before);

    assertThat(inner.join().version()).isEqualTo(1);
    refused(outer, ErrorReason.ALREADY_ALLOTTED);
    assertThat(below.join().position()).isEqualTo(beside.join().position() + 1);
  }

  @Test
  void each_version_in_a_group_follows_the_one_before_it() throws Exception {
    CompletableFuture<Receipt> before = gather();
    CompletableFuture<Receipt> first = enter(HOSTED, State.ACTIVE);
    CompletableFuture<Receipt> second = enter(HOSTED, State.SUSPENDED);
    CompletableFuture<Receipt> third = enter(HOSTED, State.ACTIVE, 1, OperationId.NONE);
    commitTogether(before);

    assertThat(first.join().version()).isEqualTo(1);
    assertThat(second.join().version()).isEqualTo(2);
    refused(third, ErrorReason.VERSION_MISMATCH);
    Bytes body = reader.delegation(OWN, HOSTED, 1).orElseThrow().statement().body();
    assertThat(reader.newestDelegation(OWN, HOSTED).orElseThrow().value().previous())
        .isEqualTo(signer.hash().leafHash(body));
  }

  @Test
  void the_repeat_of_an_operation_in_one_group_is_answered_with_its_receipt() throws Exception {
    OperationId operation = OperationId.of("op-1");
    CompletableFuture<Receipt> before = gather();
    CompletableFuture<Receipt> first = enter(HOSTED, State.ACTIVE, 0, operation);
    CompletableFuture<Receipt> repeat = enter(HOSTED, State.ACTIVE, 0, operation);
    CompletableFuture<Receipt> other = enter(HOSTED, State.SUSPENDED, 0, operation);
    commitTogether(before);

    assertThat(repeat.join()).isEqualTo(first.join().asReplayed());
    refused(other, ErrorReason.OPERATION_CONFLICT);
  }

  @Test
  void a_change_is_told_of_records_that_stand_before_it_in_the_group() throws Exception {
    enter(HOSTED, State.ACTIVE).join();
    CompletableFuture<Receipt> before = gather();
    CompletableFuture<Receipt> free = enter(HOSTED, State.ACTIVE);
    CompletableFuture<Receipt> record = assign("20.500.1/A");
    CompletableFuture<Receipt> occupied = enter(HOSTED, State.ACTIVE);
    commitTogether(before);
    record.join();

    assertThat(holder(free.join().version())).isEqualTo("free");
    assertThat(holder(occupied.join().version())).isEqualTo("occupied");
    enter(HOSTED, State.ACTIVE).join();
    assertThat(reader.newestDelegation(OWN, HOSTED).orElseThrow().value().holder())
        .isEqualTo("occupied");
  }

  private String holder(long version) {
    return reader.delegation(OWN, HOSTED, version).orElseThrow().value().holder();
  }

  @Test
  void nothing_shows_before_it_is_committed() throws Exception {
    CompletableFuture<Receipt> before = gather();
    CompletableFuture<Receipt> allotted = enter(HOSTED, State.ACTIVE);
    assertThat(prefixes.contains(HOSTED)).isFalse();
    assertThat(new Delegations(prefixes, reader).of(HOSTED)).isEmpty();
    commitTogether(before);
    allotted.join();

    assertThat(prefixes.contains(HOSTED)).as("before it is acknowledged").isTrue();
  }
}
