package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.Head;
import dev.nameplate.store.RecordStore;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SameGroupTest extends LogTest {
  @Test
  void the_repeat_of_a_restricted_value_in_one_group_has_the_same_content() throws Exception {
    CountDownLatch committing = new CountDownLatch(1);
    CountDownLatch mayCommit = new CountDownLatch(1);
    AtomicBoolean hold = new AtomicBoolean();
    RecordStore store =
        new ForwardingStore(disk) {
          @Override
          public void commit(Head expected, Head next) {
            if (hold.get()) {
              committing.countDown();
              await(mayCommit);
            }
            super.commit(expected, next);
          }
        };
    RecordValue price =
        RecordValue.text(1, "price", "3870").withPermissions(Permissions.RESTRICTED);
    try (StatementLog log = log(store)) {
      hold.set(true);
      CompletableFuture<Receipt> before = log.append(assign(Identifier.parse("88.118.8/A")));
      committing.await();
      CompletableFuture<Receipt> first = log.append(assign(COIL, price));
      CompletableFuture<Receipt> repeat = log.append(assign(COIL, price));
      mayCommit.countDown();
      before.join();

      assertThatThrownBy(repeat::join)
          .cause()
          .isInstanceOfSatisfying(
              AlreadyAssignedException.class,
              e -> {
                assertThat(e.newest()).isEqualTo(first.join());
                assertThat(e.sameContent()).isTrue();
              });
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
