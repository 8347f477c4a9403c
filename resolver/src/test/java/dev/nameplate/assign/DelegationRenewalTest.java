package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.log.commit.StatementLog;
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.SteppingClock;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DelegationRenewalTest {
  private static final Prefix STEEL = Prefix.parse("88.118.8");
  private static final Prefix WEAVING = Prefix.parse("88.118.9");

  @TempDir Path directory;
  private final SteppingClock clock = new SteppingClock(Instant.parse("2026-07-01T00:00:00Z"));
  private final BatchSigner signer =
      new BatchSigner(
          new LogName("88.118/log-0badcafe"),
          SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom()));
  private String ownPrefix = "88.118";
  private RecordStore store;
  private StatementLog log;
  private Allotments allotments;
  private DelegationRenewal renewal;

  @BeforeEach
  void open() {
    store = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT);
    StatementReader reader = new StatementReader(store, signer);
    OwnPrefixes prefixes = OwnPrefixes.load(List.of(Prefix.parse(ownPrefix)), reader);
    log =
        new StatementLog(
                prefixes, store, reader, signer, RecordLimits.DEFAULT, 256, clock, new CommitFeed())
            .start();
    allotments =
        new Allotments(log, new StoredDelegations(new Delegations(prefixes, reader)), prefix -> {});
    renewal = new DelegationRenewal(log, prefixes, clock);
  }

  @AfterEach
  void close() {
    renewal.close();
    log.close();
    store.close();
  }

  private Delegation newest(Prefix prefix) {
    return allotments.get(prefix).orElseThrow().value();
  }

  private void renews(int delegations) {
    assertThat(renewal.run()).isEqualTo(delegations);
  }

  @Test
  void a_delegation_is_renewed_when_less_than_half_of_it_is_left() {
    allotments.allot(
        Allotment.delegated(STEEL, "Steel", List.of(Holder.key()), Holder.THERE)
            .validFor(Duration.ofDays(2)));
    Delegation before = newest(STEEL);
    clock.step(Duration.ofDays(1));
    renews(0);
    clock.step(Duration.ofMillis(1));
    renews(1);
    renews(0);

    Delegation after = newest(STEEL);
    assertThat(after.version()).isEqualTo(2);
    assertThat(after.validity())
        .isEqualTo(new Validity(clock.instant(), clock.instant().plus(Duration.ofDays(2))));
    assertThat(after.keys()).isEqualTo(before.keys());
    assertThat(after.endpoints()).isEqualTo(before.endpoints());
    assertThat(after.state()).isEqualTo(before.state());
  }

  @Test
  void a_suspended_one_is_renewed_as_such_and_a_revoked_one_not_at_all() {
    allotments.allot(Allotment.hosted(STEEL, "Steel"));
    allotments.allot(Allotment.hosted(WEAVING, "Weaving"));
    allotments.suspend(STEEL, 0, OperationId.NONE);
    allotments.revoke(WEAVING, 0, OperationId.NONE);
    clock.step(Duration.ofDays(5));

    renews(1);

    assertThat(newest(STEEL).state()).isEqualTo(Delegation.State.SUSPENDED);
    assertThat(newest(STEEL).version()).isEqualTo(3);
    assertThat(newest(WEAVING).version()).isEqualTo(2);
  }

  @Test
  void below_a_revoked_prefix_nothing_is_kept_alive() {
    close();
    ownPrefix = "20.500";
    open();
    Prefix outer = Prefix.parse("20.500.1");
    Prefix inner = Prefix.parse("20.500.1.7");
    allotments.allot(Allotment.hosted(outer, "Outer"));
    allotments.allot(Allotment.hosted(inner, "Inner"));
    allotments.revoke(outer, 0, OperationId.NONE);
    clock.step(Duration.ofDays(5));

    renews(0);
    close();
    open();
    renews(0);
    assertThat(newest(inner).version()).isEqualTo(1);
  }

  @Test
  void what_ran_out_while_the_node_was_closed_is_renewed_when_it_opens_again() {
    IntStream.range(0, 600)
        .mapToObj(i -> Allotment.hosted(Prefix.parse("88.118." + i), "E" + i))
        .map(allotments::allotAsync)
        .toList()
        .forEach(CompletableFuture::join);
    close();
    clock.step(Duration.ofDays(30));
    open();

    renews(600);
    renews(0);
    assertThat(newest(Prefix.parse("88.118.599")).validity().contains(clock.instant())).isTrue();
  }

  @Test
  void its_thread_renews_at_once_and_ends_when_it_is_closed() {
    allotments.allot(Allotment.hosted(STEEL, "Steel"));
    clock.step(Duration.ofDays(5));

    renewal.start(failure -> {});
    while (newest(STEEL).version() == 1) {
      Thread.onSpinWait();
    }
    renewal.close();
    clock.step(Duration.ofDays(5));

    renews(0);
  }
}
