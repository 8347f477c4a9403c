package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.store.RowKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Rows that a broken disk or a hand has changed. */
class DamagedRowsTest extends LogTest {
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

  private RecordStore answering(RowKey damaged, Bytes value) {
    return new ForwardingStore(disk) {
      @Override
      public Optional<Row> read(RowKey key) {
        return key.equals(damaged) ? Optional.of(new Row(key, 0, 0, value)) : super.read(key);
      }
    };
  }
}
