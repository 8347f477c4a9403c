package dev.nameplate.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import java.time.Duration;
import java.util.Set;

/**
 * A question about where an item came from, or where it went. Immutable.
 *
 * @param item the item
 * @param direction which way to follow it
 * @param asOf what was known then
 * @param maxDepth at most so many processes between the item and what is shown; 0 for no limit
 * @param maxItems at most so many items, the one asked for included; 0 for no limit
 * @param strict whether what cannot have been is left out: something used before it was made. If
 *     not, it is shown and flagged, since clocks differ and a missed lot is the costlier error
 * @param slack how much earlier than its cause an effect may be dated before it is out of order; 0
 *     or more
 * @param history whether the other events of each item are shown too, and those of what contained
 *     it while it did
 * @param parts whether what was installed is followed, too: upstream to the parts of an item,
 *     downstream to what it was installed in
 * @param recursive whether other nodes are asked where this one is no authority
 * @param resume of {@link TraceSteps#resumeToken} of an earlier answer to the same question: to go
 *     on there; empty to begin
 * @param shown the prefixes of those who ask, one for the other. They are not asked in turn: each
 *     follows by itself whatever the answer shows
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
    Set<Prefix> shown) {
  /** How much clocks may differ unless told otherwise: an hour. */
  public static final Duration DEFAULT_SLACK = Duration.ofHours(1);

  /** No two events are further apart. */
  private static final Duration ALL_TIME = Duration.ofDays(3_653_000);

  /** Checks the ranges. */
  public TraceQuestion {
    shown = Set.copyOf(shown);
    require("max_depth", maxDepth >= 0, maxDepth);
    require("max_items", maxItems >= 0, maxItems);
    require("slack", !slack.isNegative(), slack);
    slack = slack.compareTo(ALL_TIME) > 0 ? ALL_TIME : slack;
  }

  private static void require(String field, boolean fits, Object value) {
    if (!fits) {
      throw InvalidInputException.of(field, value.toString(), "0 or more");
    }
  }

  /** All that an item was made from. */
  public static TraceQuestion upstream(ItemId item) {
    return about(item, Direction.UPSTREAM);
  }

  /** All that was made from an item. */
  public static TraceQuestion downstream(ItemId item) {
    return about(item, Direction.DOWNSTREAM);
  }

  /** All there is, one way. */
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
        Set.of());
  }

  /** The same about another item. */
  public TraceQuestion about(ItemId other) {
    return new TraceQuestion(
        other, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, recursive,
        resume, shown);
  }

  /** The same, of what was known then. */
  public TraceQuestion asOf(AsOf.State other) {
    return new TraceQuestion(
        item, direction, other, maxDepth, maxItems, strict, slack, history, parts, recursive,
        resume, shown);
  }

  /** The same within limits; 0 for none. */
  public TraceQuestion within(int depth, long items) {
    return new TraceQuestion(
        item, direction, asOf, depth, items, strict, slack, history, parts, recursive, resume,
        shown);
  }

  /** The same, leaving out what is out of order, or not. */
  public TraceQuestion strict(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, other, slack, history, parts, recursive, resume,
        shown);
  }

  /** The same with another slack. */
  public TraceQuestion slack(Duration other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, other, history, parts, recursive, resume,
        shown);
  }

  /** The same with the history of each item, or without. */
  public TraceQuestion history(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, other, parts, recursive, resume,
        shown);
  }

  /** The same, following what was installed, or not. */
  public TraceQuestion parts(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, other, recursive, resume,
        shown);
  }

  /** The same, asking other nodes or not. */
  public TraceQuestion recursive(boolean other) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, other, resume,
        shown);
  }

  /** The same, going on where an earlier answer was left. */
  public TraceQuestion resume(String token) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, recursive, token,
        shown);
  }

  /** The same, asked by some who are not asked in turn. */
  public TraceQuestion shown(Set<Prefix> others) {
    return new TraceQuestion(
        item, direction, asOf, maxDepth, maxItems, strict, slack, history, parts, recursive, resume,
        others);
  }
}
