package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.log.Receipt;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A thread that dies would leave everyone waiting. */
@Timeout(60)
class CommitterErrorTest extends LogTest {
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
