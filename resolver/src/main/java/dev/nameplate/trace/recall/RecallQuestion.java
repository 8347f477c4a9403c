package dev.nameplate.trace.recall;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.AsOf;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A question about all items that may be affected by a defect. Immutable.
 *
 * @param suspects the defective items: 1 to {@value #MAX_SUSPECTS}, each once. Their order does not
 *     matter
 * @param asOf the state of the log to answer from
 * @param slack allowance for clocks of recorders: items made from a suspect within that time before
 *     or after its defective period are possibly affected; 0 to {@link #MAX_SLACK}
 * @param maxDepth the most processes between a suspect and a shown item; 0 for no limit
 * @param maxItems the most items, the suspects included; 0 for no limit
 * @param received a period: the answer then lists who received how much of each affected item in
 *     it, past holders included, in place of the current holders; empty for these
 * @param recursive true to ask the nodes of all parties as well
 * @param certify true to certify the answer: {@link RecallStep.Summary#certificate} of the last
 *     step
 */
public record RecallQuestion(
    List<Suspect> suspects,
    AsOf.State asOf,
    Duration slack,
    int maxDepth,
    long maxItems,
    Optional<Period> received,
    boolean recursive,
    boolean certify) {
  /** The most suspects of a question. */
  public static final int MAX_SUSPECTS = 1000;

  /** The most that clocks may differ: a year. */
  public static final Duration MAX_SLACK = Duration.ofDays(366);

  /** Default slack: none, the times of the suspects are exact. */
  public static final Duration DEFAULT_SLACK = Duration.ZERO;

  /** Checks the ranges. */
  public RecallQuestion {
    suspects = List.copyOf(suspects);
    long different = suspects.stream().map(Suspect::item).distinct().count();
    require(
        "suspects",
        different == suspects.size() && different >= 1 && different <= MAX_SUSPECTS,
        suspects.size() + " of which " + different + " are different",
        "1 to " + MAX_SUSPECTS + ", each item once");
    require(
        "slack",
        !slack.isNegative() && slack.compareTo(MAX_SLACK) <= 0,
        slack,
        "0 to " + MAX_SLACK);
    require("max_depth", maxDepth >= 0, maxDepth, "0 or more");
    require("max_items", maxItems >= 0, maxItems, "0 or more");
  }

  private static void require(String field, boolean fits, Object value, String expected) {
    if (!fits) {
      throw InvalidInputException.of(field, value.toString(), expected);
    }
  }

  /** A question about everything affected by some suspects. */
  public static RecallQuestion of(List<Suspect> suspects) {
    return new RecallQuestion(
        suspects, AsOf.Newest.NEWEST, DEFAULT_SLACK, 0, 0, Optional.empty(), false, false);
  }

  /** Copy of this question with the suspects in known form; two texts may mean the same item. */
  RecallQuestion about(UnaryOperator<ItemId> meant) {
    List<Suspect> others =
        suspects.stream()
            .map(one -> new Suspect(meant.apply(one.item()), one.from(), one.until()))
            .distinct()
            .toList();
    return new RecallQuestion(
        others, asOf, slack, maxDepth, maxItems, received, recursive, certify);
  }

  /** Copy of this question for another state of the log. */
  public RecallQuestion asOf(AsOf.State other) {
    return new RecallQuestion(
        suspects, other, slack, maxDepth, maxItems, received, recursive, certify);
  }

  /** Copy of this question with other limits; 0 for none. */
  public RecallQuestion within(int depth, long items) {
    return new RecallQuestion(suspects, asOf, slack, depth, items, received, recursive, certify);
  }

  /** Copy of this question with another slack. */
  public RecallQuestion slack(Duration other) {
    return new RecallQuestion(
        suspects, asOf, other, maxDepth, maxItems, received, recursive, certify);
  }

  /** Copy of this question about who received what in a period. */
  public RecallQuestion received(Period period) {
    return new RecallQuestion(
        suspects, asOf, slack, maxDepth, maxItems, Optional.of(period), recursive, certify);
  }

  /** Copy of this question, with or without the nodes of other parties. */
  public RecallQuestion recursive(boolean others) {
    return new RecallQuestion(suspects, asOf, slack, maxDepth, maxItems, received, others, certify);
  }

  /** Copy of this question, with or without a certificate of the answer. */
  public RecallQuestion certify(boolean other) {
    return new RecallQuestion(
        suspects, asOf, slack, maxDepth, maxItems, received, recursive, other);
  }
}
