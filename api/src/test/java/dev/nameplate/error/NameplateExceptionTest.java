package dev.nameplate.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class NameplateExceptionTest {
  @Test
  void each_family_carries_its_reason_and_message() {
    assertThat(new PreconditionException(ErrorReason.RETIRED, "retired"))
        .hasMessage("retired")
        .hasNoCause()
        .extracting(NameplateException::reason)
        .isEqualTo(ErrorReason.RETIRED);
    assertThat(new RejectedStatementException("wrong root") {})
        .hasMessage("wrong root")
        .extracting(NameplateException::reason)
        .isEqualTo(ErrorReason.STATEMENT_REJECTED);
    assertThat(new NodeException(ErrorReason.OVERLOADED, "too much"))
        .hasMessage("too much")
        .hasNoCause()
        .extracting(NameplateException::reason)
        .isEqualTo(ErrorReason.OVERLOADED);
  }

  @Test
  void a_failing_node_keeps_the_cause_for_the_operator_out_of_the_message() {
    IOException cause = new IOException("/secret/path");

    assertThat(new NodeException(ErrorReason.STORE_FAILED, "the store cannot be written", cause))
        .hasCause(cause)
        .hasMessage("the store cannot be written");
  }

  @Test
  void there_are_four_families() {
    assertThat(NameplateException.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(
            InvalidInputException.class,
            PreconditionException.class,
            RejectedStatementException.class,
            NodeException.class);
  }
}
