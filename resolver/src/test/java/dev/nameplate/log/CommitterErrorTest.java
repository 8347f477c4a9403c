package dev.nameplate.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A thread that dies would leave everyone waiting. */
@Timeout(60)
class CommitterErrorTest {
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
  void an_error_in_the_commit_thread_stops_the_log_and_answers_those_who_wait() {
    AtomicBoolean broken = new AtomicBoolean();
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public void stage(List<Row> rows) {
            if (broken.get()) {
              throw new OutOfMemoryError("simulated");
            }
            super.stage(rows);
          }
        };
    try (StatementLog log = log(store)) {
      broken.set(true);
      assertStopped(log.append(assign(COIL)));
      assertStopped(log.append(assign(COIL)));
    }
  }

  private static void assertStopped(CompletableFuture<Receipt> receipt) {
    assertThatThrownBy(() -> receipt.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.STORE_FAILED));
  }
}
