package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.store.ForwardingStore;
import dev.nameplate.store.Head;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether writes are accepted is told when it changes, also when nobody writes. */
@Timeout(60)
class WritabilityTest extends LogTest {
  private final BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
  private final AtomicReference<ErrorReason> failing = new AtomicReference<>();

  @Test
  void writes_are_accepted_again_without_a_write_once_there_is_room() throws Exception {
    try (StatementLog log =
        log(
            new ForwardingStore(disk) {
              @Override
              public void requireRoom() {
                fail();
              }
            })) {
      log.writability().follow(told::add);
      assertThat(next()).isTrue();
      failing.set(ErrorReason.STORE_FULL);
      assertThatThrownBy(() -> log.append(assign(COIL)).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("simulated");
      assertThat(next()).isFalse();
      assertThat(log.writability().isAccepted()).isFalse();
      failing.set(null);
      assertThat(next()).isTrue();
      assertThat(log.append(assign(COIL)).get(20, TimeUnit.SECONDS).position()).isZero();
    }
  }

  @Test
  void a_store_that_failed_takes_no_more_writes_and_that_is_told_once() throws Exception {
    try (StatementLog log =
        log(
            new ForwardingStore(disk) {
              @Override
              public void commit(Head expected, Head next) {
                fail();
                super.commit(expected, next);
              }
            })) {
      log.writability().follow(told::add);
      assertThat(next()).isTrue();
      failing.set(ErrorReason.STORE_FAILED);
      assertThatThrownBy(() -> log.append(assign(COIL)).get(20, TimeUnit.SECONDS))
          .hasMessageContaining("simulated");
      assertThat(next()).isFalse();
    }
    assertThat(told).isEmpty();
  }

  @Test
  void a_follower_that_throws_does_not_end_the_log() throws Exception {
    try (StatementLog log =
        log(
            new ForwardingStore(disk) {
              @Override
              public void requireRoom() {
                fail();
              }
            })) {
      log.writability()
          .follow(
              accepted -> {
                if (!accepted) {
                  throw new IllegalStateException("simulated");
                }
              });
      failing.set(ErrorReason.STORE_FULL);
      assertThatThrownBy(() -> log.append(assign(COIL)).get(20, TimeUnit.SECONDS))
          .hasRootCauseInstanceOf(NodeException.class);
      failing.set(null);
      assertThat(log.append(assign(COIL)).get(20, TimeUnit.SECONDS).position()).isZero();
    }
  }

  private void fail() {
    ErrorReason reason = failing.get();
    if (reason != null) {
      throw new NodeException(reason, "store: simulated");
    }
  }

  private boolean next() throws InterruptedException {
    Boolean next = told.poll(20, TimeUnit.SECONDS);
    assertThat(next).as("what is told next").isNotNull();
    return next;
  }
}
