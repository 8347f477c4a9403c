package dev.nameplate.trace.recall;

import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.Budget;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps of a recall across nodes, which are asked when the first step is asked for. */
final class AcrossNodes implements RecallSteps {
  private final RecallQuestion question;
  private @Nullable Inquiry inquiry;
  private final Budget budget;
  private final Consumer<RecallStep.Progress> listener;
  private @Nullable RecallSteps answer;

  AcrossNodes(
      RecallQuestion question,
      Inquiry inquiry,
      Budget budget,
      Consumer<RecallStep.Progress> listener) {
    this.question = question;
    this.inquiry = inquiry;
    this.budget = budget;
    this.listener = listener;
  }

  @Override
  public boolean hasNext() {
    return answer().hasNext();
  }

  @Override
  public RecallStep next() {
    return answer().next();
  }

  private RecallSteps answer() {
    RecallSteps known = answer;
    Inquiry asking = inquiry;
    if (known == null && asking != null) {
      Set<ItemId> suspects =
          question.suspects().stream().map(Suspect::item).collect(Collectors.toSet());
      known =
          Recall.answer(
              question,
              asking.collect(suspects, question.asOf()),
              budget,
              listener,
              asking.witnesses());
      answer = known;
      inquiry = null; // the lineage has what is needed of it
    }
    return Objects.requireNonNull(known);
  }

  @Override
  public void close() {
    if (answer != null) {
      answer.close();
    }
  }
}
