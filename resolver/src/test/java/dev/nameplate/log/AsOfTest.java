package dev.nameplate.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.OwnRecords;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.store.rocksdb.RocksDbSettings;
import dev.nameplate.trust.AbsenceSigner;
import dev.nameplate.trust.BatchSigner;
import dev.nameplate.trust.LogName;
import dev.nameplate.trust.SignatureSuite;
import dev.nameplate.trust.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AsOfTest {
  private static final Set<Prefix> PREFIXES = Set.of(Prefix.parse("88.118.8"));
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");

  @TempDir Path directory;

  private final SigningKey key =
      SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom());
  private final BatchSigner signer = new BatchSigner(new LogName("88.118.8/log-0badcafe"), key);
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
  void an_old_version_is_found_with_few_reads_however_many_there_are() {
    AtomicInteger reads = new AtomicInteger();
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public Optional<Row> version(RowKey key, long version) {
            reads.incrementAndGet();
            return super.version(key, version);
          }
        };
    int versions = 100;
    try (StatementLog log = log(disk)) {
      log.append(assign(Identifier.parse("88.118.8/OTHER"))).join();
      log.append(assign(COIL)).join();
      List<CompletableFuture<Receipt>> updates = new ArrayList<>();
      for (int version = 1; version < versions; version++) {
        updates.add(log.append(new Write.Update(COIL, version, List.of(), OperationId.NONE)));
      }
      updates.forEach(CompletableFuture::join);
    }
    StatementReader reader = new StatementReader(store, signer);
    OwnPrefixes prefixes = OwnPrefixes.load(PREFIXES, reader);
    OwnRecords records =
        new OwnRecords(
            reader,
            prefixes,
            new Delegations(prefixes, reader),
            new Denials(new AbsenceSigner(signer.log(), key), store, Clock.systemUTC()),
            Duration.ZERO,
            Clock.systemUTC());

    for (int statements = 0; statements <= versions + 2; statements++) {
      reads.set(0);
      Resolution answer =
          records.resolve(new Question(COIL, new Question.AsOf.Position(statements)));

      assertThat(reads.get()).isLessThan(8);
      if (statements < 2) {
        assertThat(answer).isInstanceOf(Resolution.Absent.class);
      } else {
        assertThat(((Resolution.Found) answer).record().version())
            .isEqualTo(Math.min(statements - 1, versions));
      }
    }
  }
}
