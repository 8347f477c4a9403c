package dev.nameplate.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import java.time.Duration;
import java.util.Set;

/**
 * A question about the origin of an item, or its use. Immutable.
 *
 * @param item the item
 * @param direction the direction to follow
 * @param asOf the state of the log to answer from
 * @param maxDepth the most processes between the item and a shown item; 0 for no limit
 * @param maxItems the most items, the start included; 0 for no limit
 * @param strict true to leave out impossible steps: an item used before it was made. Otherwise they
 *     are shown and flagged, since clocks differ and a missed lot is the costlier error
 * @param slack time by which an effect may be dated before its cause without being out of order; 0
 *     or more
 * @param history true to show the other events of each item, and those of its containers while it
 *     was inside
 * @param parts true to follow installations: upstream to the parts of an item, downstream to the
 *     wholes that it was installed in
 * @param recursive true to ask other nodes beyond this node's authority
 * @param resume {@link TraceSteps#resumeToken} of an earlier answer to the same question, to
 *     continue it; empty to begin
 * @param shown the prefixes of the asking nodes, each for the next. They are not asked in turn:
 *     each follows the shown items itself
 * @param certify true to certify the answer: {@link TraceStep.Summary#certificate} of the last
 *     step. Neither with {@code resume} nor with {@code shown}
 */
public record TraceQuestion(
    ItemId item,
    Direction direction,
    AsOf.State asOf,
    int maxDepth,
    long maxItems,
    boolean strict,
    Duration slack,
    boolean history,
    boolean parts,
    boolean recursive,
    String resume,
    Set<Prefix> shown,
    boolean certify) {
  /** Default allowance for differing clocks: an hour. */
  public static final Duration DEFAULT_SLACK = Duration.ofHours(1);

  /** The longest time between two events. */
  private static final Duration ALL_TIME = Duration.ofDays(3_653_000);

  /** Checks the ranges. */
  public TraceQuestion {
    shown = Set.copyOf(shown);
    require("max_depth", maxDepth >= 0, maxDepth);
    require("max_items", maxItems >= 0, maxItems);
    require("slack", !slack.isNegative(), slack);
    if (certify && (!resume.isEmpty() || !shown.isEmpty())) {
      throw InvalidInputException.of(
          "certify", true, "false, since an answer in part, with resume_token or shown, has none");
    }
    slack = slack.compareTo(ALL_TIME) > 0 ? ALL_TIME : slack;
  }

  private static void require(String field, boolean fits, Object value) {
    if (!fits) {
      throw InvalidInputException.of(field, value.toString(), "0 or more");
    }
  }

  /** A question about all ancestors of an item. */
  public static TraceQuestion upstream(ItemId item) {
    return about(item, Direction.UPSTREAM);
  }

  /** A question about all descendants of an item. */
  public static TraceQuestion downstream(ItemId item) {
    return about(item, Direction.DOWNSTREAM);
  }

  /** An unlimited question in a direction. */
  public static TraceQuestion about(ItemId item, Direction direction) {
    return new TraceQuestion(
        item,
        direction,
        AsOf.Newest.NEWEST,
        0,
        0,
        false,
        DEFAULT_SLACK,
        false,
        false,
        true,
        "",
        Set.of(),
        false);
  }

  /** Copy of this question about another item. */
  public TraceQuestion about(ItemId other) {
    return new TraceQuestion(
        other, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, recursive,
        resume, shown, certify);
  }

  /** Copy of this question for another state of the log. */
  public TraceQuestion asOf(AsOf.State other) {
    return new TraceQuestion(
        item, direction, other, maxDepth, maxItems, strict, slack, history, parts, recursive,
        resume, shown, certify);
  }

  /** Copy of this question with other limits; 0 for none. */
  public TraceQuestion within(int depth, long items) {
    return new TraceQuestion(
        item, direction, asOf, depth, items, strict, slack, history, parts, recursive, resume,
        shown, certify);
  }

  /** Copy of this question that leaves out or shows steps out of order. */
  public TraceQuestion strict(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, other, slack, history, parts, recursive, resume,
        shown, certify);
  }

  /** Copy of this question with another slack. */
  public TraceQuestion slack(Duration other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, other, history, parts, recursive, resume,
        shown, certify);
  }

  /** Copy of this question with or without the history of each item. */
  public TraceQuestion history(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, other, parts, recursive, resume,
        shown, certify);
  }

  /** Copy of this question that follows installations or not. */
  public TraceQuestion parts(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, other, recursive, resume,
        shown, certify);
  }

  /** Copy of this question that asks other nodes or not. */
  public TraceQuestion recursive(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, other, resume,
        shown, certify);
  }

  /** Copy of this question that continues an earlier answer. */
  public TraceQuestion resume(String token) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, recursive, token,
        shown, certify);
  }

  /** Copy of this question with the asking nodes, which are not asked in turn. */
  public TraceQuestion shown(Set<Prefix> others) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, recursive, resume,
        others, certify);
  }

  /** Copy of this question, with or without a certificate of the answer. */
  public TraceQuestion certify(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, recursive, resume,
        shown, other);
  }
}
