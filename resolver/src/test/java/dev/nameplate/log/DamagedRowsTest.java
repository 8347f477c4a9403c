package dev.nameplate.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that a broken disk or a hand has changed. */
class DamagedRowsTest {
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
  void a_proof_with_an_impossible_length_or_a_broken_batch_is_damage() {
    write();
    Row row = disk.read(RowKeys.proof(0, 0)).orElseThrow();
    int length = row.value().size() - 33; // before the one leaf hash
    for (int at : new int[] {length, 2}) {
      byte[] value = row.value().toByteArray();
      value[at] = (byte) 0x80;
      assertDamaged(RowKeys.proof(0, 0), Bytes.wrap(value), reader -> reader.newest(COIL));
    }
  }

  @Test
  void a_batch_that_cannot_be_read_is_damage() {
    write();
    assertDamaged(RowKeys.batch(0), Bytes.utf8("?"), reader -> reader.batch(0));
  }

  @Test
  void a_receipt_about_no_identifier_is_damage() {
    OperationId operation = OperationId.of("op");
    RowKey key = RowKeys.operation(0, operation);
    // no content, the identifier "x", and three numbers
    Bytes value = Bytes.fromHex("000178010203");
    assertThatThrownBy(() -> new Operations(answering(key, value)).find(operation, 0))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT));
  }

  private void write() {
    try (StatementLog log = log(disk)) {
      log.append(assign(COIL)).join();
    }
  }

  private interface Question {
    Object ask(StatementReader reader);
  }

  private void assertDamaged(RowKey key, Bytes value, Question question) {
    StatementReader reader = new StatementReader(answering(key, value), signer);
    assertThatThrownBy(() -> question.ask(reader))
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT));
  }

  private RecordStore answering(RowKey damaged, Bytes value) {
    return new ForwardingStore(disk) {
      @Override
      public Optional<Row> read(RowKey key) {
        return key.equals(damaged) ? Optional.of(new Row(key, 0, 0, value)) : super.read(key);
      }
    };
  }
}
