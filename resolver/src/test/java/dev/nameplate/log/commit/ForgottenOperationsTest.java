package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.RecordStore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ForgottenOperationsTest extends LogTest {
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
