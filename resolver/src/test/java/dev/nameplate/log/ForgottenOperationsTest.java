package dev.nameplate.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgottenOperationsTest {
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
  void periods_without_receipts_are_not_dropped_anew_at_each_opening() {
    AtomicInteger dropped = new AtomicInteger();
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public void forget(String operationPartition) {
            dropped.incrementAndGet();
            super.forget(operationPartition);
          }
        };
    try (StatementLog log = log(store)) {
      log.append(assign(COIL)).join();
    }

    assertThat(dropped).hasValue(0);
  }
}
