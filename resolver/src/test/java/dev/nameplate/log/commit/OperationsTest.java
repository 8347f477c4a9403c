package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Operations.Remembered;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.Head;
import dev.nameplate.store.Row;
import dev.nameplate.trust.merkle.HashFunction;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationsTest extends LogTest {
  private static final OperationId ID = OperationId.of("op-1");
  private static final CallersOperation OPERATOR = new CallersOperation(Caller.OPERATOR, ID);
  private static final CallersOperation STRANGER = new CallersOperation(Caller.STRANGER, ID);
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final Bytes DIGEST = HashFunction.SHA256.hash(Bytes.utf8("said"));
  private static final Remembered WRITE =
      new Remembered(new Receipt(COIL, 1, ID, false, 0, 0, NOW), new WriteDigest(DIGEST, DIGEST));

  private void keep(Row row) {
    disk.stage(List.of(row));
    disk.commit(disk.head(), new Head(1, 1, 1, NOW.toEpochMilli(), Head.NONE.root()));
  }

  @Test
  void an_operation_is_remembered_for_the_caller_whose_it_is() {
    Operations operations = new Operations(disk);
    keep(operations.remember(OPERATOR, WRITE));

    assertThat(operations.find(OPERATOR, NOW.toEpochMilli())).contains(WRITE);
    assertThat(operations.find(STRANGER, NOW.toEpochMilli())).isEmpty();
  }

  @Test
  void an_operation_that_was_kept_without_its_caller_is_still_recognised() {
    Row kept = new Operations(disk).remember(OPERATOR, WRITE);
    long period = Long.parseLong(kept.key().partition());
    keep(new Row(RowKeys.operation(period, ID), 0, 0, kept.value()));

    Operations operations = new Operations(disk);
    assertThat(operations.find(OPERATOR, NOW.toEpochMilli())).contains(WRITE);
    assertThat(operations.find(STRANGER, NOW.toEpochMilli())).contains(WRITE);
  }
}
