package dev.nameplate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.RecallSummary;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecallReaderTest {
  private static final RecallResponse FIRST = summary(false);
  private static final RecallResponse LAST = summary(true);

  @Test
  void an_answer_that_ends_before_its_last_summary_is_an_error() {
    RecallReader reader = new RecallReader(List.of(FIRST).iterator(), progress -> {});

    assertThat(reader.next()).isInstanceOf(RecallStep.Summary.class);
    assertThatThrownBy(reader::hasNext)
        .isInstanceOf(UnacceptableAnswerException.class)
        .hasMessageContaining("ends before the last summary");
  }

  @Test
  void steps_of_a_kind_that_is_unknown_here_are_left_out() {
    RecallReader reader =
        new RecallReader(
            List.of(FIRST, RecallResponse.getDefaultInstance(), LAST).iterator(), progress -> {});

    assertThat(reader).toIterable().hasSize(2);
  }

  private static RecallResponse summary(boolean last) {
    return RecallResponse.newBuilder().setSummary(RecallSummary.newBuilder().setLast(last)).build();
  }
}
