package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.rocksdb.RocksDbRecordStore;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.LogName;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store on disk, and logs over it or over what a test puts in front of it. */
abstract class LogTest {
  static final Set<Prefix> PREFIXES = Set.of(Prefix.parse("88.118.8"));
  static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");

  @TempDir Path directory;

  final SigningKey key = SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom());
  final BatchSigner signer = new BatchSigner(new LogName("88.118.8/log-0badcafe"), key);
  RecordStore disk;

  @BeforeEach
  void open() {
    disk = RocksDbRecordStore.open(directory, StoreSettings.DEFAULT);
  }

  @AfterEach
  void close() {
    disk.close();
  }

  StatementLog log(RecordStore store) {
    return log(store, Clock.systemUTC());
  }

  StatementLog log(RecordStore store, Clock clock) {
    StatementReader reader = new StatementReader(store, signer);
    return new StatementLog(
            OwnPrefixes.load(PREFIXES, reader),
            store,
            reader,
            signer,
            RecordLimits.DEFAULT,
            256,
            clock,
            new CommitFeed())
        .start();
  }

  static Write assign(Identifier identifier, RecordValue... values) {
    return new Write.Assign(identifier, List.of(values), OperationId.NONE);
  }
}
