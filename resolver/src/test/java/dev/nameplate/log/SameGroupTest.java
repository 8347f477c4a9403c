package dev.nameplate.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.store.rocksdb.RocksDbSettings;
import dev.nameplate.trust.BatchSigner;
import dev.nameplate.trust.LogName;
import dev.nameplate.trust.SignatureSuite;
import dev.nameplate.trust.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SameGroupTest {
  private static final Set<Prefix> PREFIXES = Set.of(Prefix.parse("88.118.8"));
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");

  @TempDir Path directory;

  private final BatchSigner signer =
      new BatchSigner(
          new LogName("88.118.8/log-0badcafe"),
          SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom()));
  private RecordStore disk;

  @BeforeEach
  void open() {
    disk = RocksDbRecordStore.open(directory, RocksDbSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    disk.close();
  }

  private StatementLog log(RecordStore store) {
    StatementReader reader = new StatementReader(store, signer);
    return new StatementLog(
        OwnPrefixes.load(PREFIXES, reader),
        store,
        reader,
        signer,
        RecordLimits.DEFAULT,
        256,
        Clock.systemUTC(),
        identifiers -> {});
  }

  private static Write assign(Identifier identifier, RecordValue... values) {
    return new Write.Assign(identifier, List.of(values), OperationId.NONE);
  }

  @Test
  void the_repeat_of_a_restricted_value_in_one_group_has_the_same_content() throws Exception {
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    AtomicBoolean hold = new AtomicBoolean();
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public void commit(Head expected, Head next) {
            if (hold.get()) {
              committing.countDown();
              await(mayCommit);
            }
            super.commit(expected, next);
          }
        };
    RecordValue price =
        RecordValue.text(1, "price", "3870").withPermissions(Permissions.RESTRICTED);
    try (StatementLog log = log(store)) {
      hold.set(true);
      CompletableFuture<Receipt> before = log.append(assign(Identifier.parse("88.118.8/A")));
      committing.await();
      CompletableFuture<Receipt> first = log.append(assign(COIL, price));
      CompletableFuture<Receipt> repeat = log.append(assign(COIL, price));
      mayCommit.countDown();
      before.join();

      assertThatThrownBy(repeat::join)
          .cause()
          .isInstanceOfSatisfying(
              AlreadyAssignedException.class,
              e -> {
                assertThat(e.newest()).isEqualTo(first.join());
                assertThat(e.sameContent()).isTrue();
              });
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
