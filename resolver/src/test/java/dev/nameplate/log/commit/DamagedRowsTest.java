package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Rows that a broken disk or a hand has changed. */
class DamagedRowsTest extends LogTest {
  @Test
  void a_proof_with_an_impossible_length_or_a_broken_batch_is_damage() {
    write();
    Row row = disk.read(RowKeys.proof(0)).orElseThrow();
    byte[] broken = row.value().toByteArray();
    broken[2] = (byte) 0x80;
    byte[] longer = Arrays.copyOf(row.value().toByteArray(), row.value().size() + 1);
    byte[] more = Arrays.copyOf(row.value().toByteArray(), row.value().size() + 32);
    for (byte[] value : List.of(broken, longer, more)) {
      assertDamaged(RowKeys.proof(0), Bytes.wrap(value), reader -> reader.newest(COIL));
    }
  }

  @Test
  void roots_of_subtrees_that_do_not_lead_to_the_signed_root_are_damage() {
    try (StatementLog log = log(disk)) {
      CompletableFuture.allOf(
              IntStream.range(0, 100)
                  .mapToObj(i -> log.append(assign(Identifier.parse(COIL + "-" + i))))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    }
    Row row =
        LongStream.range(0, disk.head().batches())
            .mapToObj(batch -> disk.read(RowKeys.proof(batch)).orElseThrow())
            .max(Comparator.comparingInt(found -> found.value().size()))
            .orElseThrow();
    byte[] value = row.value().toByteArray();
    value[value.length - 1] ^= 1;
    long position = new StatementReader(disk, signer).batch(row.batch()).header().firstPosition();
    assertDamaged(
        row.key(), Bytes.wrap(value), reader -> reader.fromPosition(position).next().value());
  }

  @Test
  void a_statement_with_too_many_or_too_few_siblings_is_damage() {
    write();
    Row row = disk.newest(RowKeys.statement(COIL)).orElseThrow();
    Bytes body = StoredStatement.decode(row).body();
    Bytes hash = Bytes.wrap(new byte[32]);
    for (int leaf : new int[] {0, 1, 255}) {
      for (int siblings = leaf == 0 ? 1 : 0; siblings <= 4; siblings++) {
        assertDamagedStatement(
            new StoredStatement(
                    leaf, Optional.of(Collections.nCopies(siblings, hash)), body, List.of())
                .encode());
      }
    }
    byte[] most = row.value().toByteArray();
    most[1] = 0x0c; // eleven siblings
    assertDamagedStatement(Bytes.wrap(most));
    assertDamagedStatement(Bytes.fromHex("8002")); // without a body
    assertDamagedStatement(Bytes.fromHex("ffffffff0f"));
  }

  @Test
  void a_batch_that_cannot_be_read_is_damage() {
    write();
    assertDamaged(RowKeys.batch(0), Bytes.utf8("?"), reader -> reader.batch(0));
  }

  @Test
  void a_receipt_about_no_identifier_is_damage() {
    CallersOperation operation = new CallersOperation(Caller.OPERATOR, OperationId.of("op"));
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

  private void assertDamagedStatement(Bytes value) {
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public Optional<Row> newest(RowKey key) {
            return Optional.of(new Row(key, 1, 0, value));
          }
        };
    assertThatThrownBy(() -> new StatementReader(store, signer).newest(COIL))
        .as("%s", value)
        .isInstanceOfSatisfying(
            NodeException.class, e -> assertThat(e.reason()).isEqualTo(ErrorReason.DATA_CORRUPT));
  }

  private RecordStore answering(RowKey damaged, Bytes value) {
    return new ForwardingStore(disk) {
      @Override
      public Optional<Row> read(RowKey key) {
        return key.equals(damaged)
            ? super.read(key)
                .or(() -> Optional.of(new Row(key, 0, 0, value)))
                .map(row -> new Row(key, 0, row.batch(), value))
            : super.read(key);
      }
    };
  }
}
