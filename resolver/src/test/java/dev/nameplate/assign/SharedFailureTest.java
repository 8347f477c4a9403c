package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedFailureTest {
  @Test
  void each_caller_of_a_node_that_fails_gets_an_exception_of_its_own() throws Exception {
    NodeException shared =
        CompletableFuture.supplyAsync(
                () -> new NodeException(ErrorReason.STORE_FAILED, "store: the disk is gone"))
            .get();
    NodeException first = thrown(shared);
    assertThat(first).hasMessage(shared.getMessage()).hasCause(shared).isNotSameAs(thrown(shared));
    assertThat(first.reason()).isEqualTo(ErrorReason.STORE_FAILED);
    assertThat(first.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(SharedFailureTest.class.getName()));
    assertThat(shared.getSuppressed()).isEmpty();
  }

  private static NodeException thrown(NodeException shared) {
    return catchThrowableOfType(
        NodeException.class, () -> Registrar.await(CompletableFuture.failedFuture(shared)));
  }
}
