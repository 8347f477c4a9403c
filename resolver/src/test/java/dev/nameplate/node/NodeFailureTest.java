package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node in a virtual machine that cannot be relied upon closes itself, and says so. */
@Timeout(60)
class NodeFailureTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"Java heap space", "GC overhead limit exceeded"})
  void an_exhausted_heap_in_the_commit_thread_closes_the_node(String message) throws Exception {
    FailingClock clock = new FailingClock();
    Node node = Node.open(config().withClock(clock));
    clock.failure = new OutOfMemoryError(message);

    assertThatThrownBy(() -> assign(node)).isInstanceOf(NodeException.class);

    assertStopped(node);
  }

  @Test
  void a_thread_that_used_the_node_may_tell_it() throws Exception {
    Node node = Node.open(config());
    node.closeIfFatal(new StackOverflowError());
    node.closeIfFatal(new OutOfMemoryError("Direct buffer memory"));
    assign(node);
    assertThat(node.failure()).isNotDone();

    node.closeIfFatal(new IllegalStateException(new InternalError("a fault")));

    assertStopped(node);
    assertThat(node.failure().get()).hasCauseInstanceOf(InternalError.class);
  }

  private static void assertStopped(Node node) throws Exception {
    NodeException why = node.failure().get(30, TimeUnit.SECONDS);
    assertThat(why.reason()).isEqualTo(ErrorReason.NODE_STOPPED);
    assertThat(why).hasMessageContaining("closed after");
    node.awaitClosedItself();
    assertThatThrownBy(() -> assign(node)).isInstanceOf(NodeException.class);
  }

  private static void assign(Node node) {
    node.registrar().assign(Assignment.of("88.118.8/COIL-1").value(1, "URL", "https://x.example"));
  }

  private NodeConfig config() {
    return NodeConfig.in(directory.resolve("node")).authorityFor("88.118.8");
  }

  /** A clock that throws in the thread that commits. */
  private static final class FailingClock extends Clock {
    private volatile @Nullable Error failure;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      if (failure != null && Thread.currentThread().getName().equals("nameplate-commit")) {
        throw failure;
      }
      return Instant.now();
    }
  }
}
