package dev.nameplate.trace.recall;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.ItemId;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.evidence.EvidenceReader;
import dev.nameplate.trace.read.IndexedLineage;
import dev.nameplate.trace.read.Lineage;
import dev.nameplate.trace.read.NotNamedException;
import dev.nameplate.trace.read.SoughtItem;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds all items that may be affected by a defect, and their current holders. Thread-safe.
 *
 * <p>A lot that was mixed with others makes everything possible that came of the mixture; nothing
 * is left out for being improbable. The answer is made from the events of this node, or, to a
 * recursive question, from the verified events of all nodes that the events name.
 */
public final class Recall implements Recaller {
  private final StatementReader statements;
  private final LineageIndex index;
  private final Optional<OtherNodes> others;

  /** Reads a log and its index, and asks no other nodes. */
  public Recall(StatementReader statements, LineageIndex index) {
    this(statements, index, Optional.empty());
  }

  /**
   * Reads a log and its index.
   *
   * @param others other nodes to ask; empty to ask none
   */
  public Recall(StatementReader statements, LineageIndex index, Optional<OtherNodes> others) {
    this.statements = statements;
    this.index = index;
    this.others = others;
  }

  @Override
  public RecallSteps recall(
      RecallQuestion asked, Budget budget, Caller caller, Consumer<RecallStep.Progress> listener) {
    if (asked.recursive()) {
      OtherNodes nodes =
          others.orElseThrow(
              () ->
                  InvalidInputException.of(
                      "recursive", true, "false, since this node asks no other nodes"));
      return new DeferredRecall(() -> across(nodes, asked, budget, caller, listener));
    }
    return answer(
        asked,
        IndexedLineage.open(statements, index, asked.asOf(), budget, caller),
        budget,
        listener,
        List.of());
  }

  private RecallSteps across(
      OtherNodes nodes,
      RecallQuestion asked,
      Budget budget,
      Caller caller,
      Consumer<RecallStep.Progress> listener) {
    Inquiry inquiry =
        new Inquiry(
            new EvidenceReader(statements, index, nodes.own()),
            nodes,
            budget,
            caller,
            events -> listener.accept(new RecallStep.Progress(events, 0, Optional.empty())));
    Set<ItemId> suspects = asked.suspects().stream().map(Suspect::item).collect(Collectors.toSet());
    Lineage lineage = inquiry.collect(suspects, asked.asOf());
    return answer(asked, lineage, budget, listener, inquiry.witnesses());
  }

  /** The answer from a lineage, which is closed with it. */
  static RecallSteps answer(
      RecallQuestion asked,
      Lineage lineage,
      Budget budget,
      Consumer<RecallStep.Progress> listener,
      List<RecallStep.Witness> witnesses) {
    try {
      RecallQuestion question =
          asked.about(item -> SoughtItem.of(item, named -> lineage.number(named).isPresent()));
      for (Suspect suspect : question.suspects()) {
        if (lineage.number(suspect.item()).isEmpty()) {
          throw unknown(suspect.item(), witnesses);
        }
      }
      return new RecallAnswer(lineage, question, budget, listener, System::nanoTime, witnesses);
    } catch (RuntimeException e) {
      lineage.close();
      throw e;
    }
  }

  /** The error about an item that no event names, as far as nodes answered. */
  private static NameplateException unknown(ItemId item, List<RecallStep.Witness> witnesses) {
    List<String> silent =
        witnesses.stream()
            .filter(witness -> !witness.gaps().isEmpty())
            .map(witness -> witness.authority().toString())
            .toList();
    return silent.isEmpty()
        ? new NotNamedException("suspects", item)
        : new NodeException(
            ErrorReason.UNREACHABLE,
            "suspects: \"%s\" is named by no event that a node sent (expected: an answer of %s); ask again later"
                .formatted(VisibleText.of(item.toString()), String.join(", ", silent)));
  }
}
