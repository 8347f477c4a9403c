package dev.nameplate.trace.recall;

import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.Budget;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The steps of a recall across nodes, which are asked when the first step is asked for. */
final class AcrossNodes implements RecallSteps {
  private final RecallQuestion question;
  private final Inquiry inquiry;
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
    if (known == null) {
      Set<ItemId> suspects =
          question.suspects().stream().map(Suspect::item).collect(Collectors.toSet());
      known =
          Recall.answer(
              question,
              inquiry.collect(suspects, question.asOf()),
              budget,
              listener,
              inquiry.witnesses());
      answer = known;
    }
    return known;
  }

  @Override
  public void close() {
    if (answer != null) {
      answer.close();
    }
  }
}
