package dev.nameplate.trace;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One step of an answer. Immutable. */
public sealed interface TraceStep {
  /**
   * How much there is.
   *
   * @param items items, the one asked for included
   * @param events events
   * @param holes holes
   * @param totals what the items amount to, by party and unit, in this order
   * @param complete whether that is all there is; if not, at least so much
   * @param last whether it is the last step, and exact, or the first
   * @param asOfPosition the answer is what the node knew when its log held so many statements
   * @param asOfTime when it had the last of these; the beginning of 1970 if there is none
   */
  record Summary(
      long items,
      long events,
      long holes,
      List<Total> totals,
      boolean complete,
      boolean last,
      long asOfPosition,
      Instant asOfTime)
      implements TraceStep {
    /** Copies the totals. */
    public Summary {
      totals = List.copyOf(totals);
    }
  }

  /**
   * What the items of one party amount to in one unit. Those of an event belong to whoever recorded
   * it: downstream what it made, upstream what it used.
   *
   * @param party who recorded the events
   * @param unit unit of the amount; empty for items of which it is not said how much
   * @param amount the sum; 0 without a unit
   * @param items of how many items
   */
  record Total(Prefix party, String unit, BigDecimal amount, long items) {}

  /**
   * Something that was used or made, shown once, behind the event that is the first to bring it.
   *
   * @param id which, as it is written where it is first named
   * @param depth how many processes lie between it and the item asked for, which itself has 0
   * @param retired whether it was retired
   */
  record Item(ItemId id, int depth, boolean retired) implements TraceStep {}

  /**
   * Something that happened.
   *
   * @param depth the depth of what it brings; of an event of the history, that of its item
   * @param role why it is shown
   * @param event the signed event
   * @param verdict what was found about it
   * @param withdrawal the event that withdrew it, by the same recorder; empty if it stands, or if
   *     the node that shows it does not send that
   */
  record Deed(
      int depth,
      Role role,
      Verified<RecordedEvent> event,
      Verdict verdict,
      Optional<Verified<RecordedEvent>> withdrawal)
      implements TraceStep {
    /** An event that stands, or whose withdrawal is not at hand. */
    public Deed(int depth, Role role, Verified<RecordedEvent> event, Verdict verdict) {
      this(depth, role, event, verdict, Optional.empty());
    }
  }

  /** Why an event is shown. */
  enum Role {
    /** It makes ancestry. */
    LINEAGE,
    /** It belongs to the history of an item. */
    HISTORY,
    /** Parts were installed, taken out, or seen in place. */
    PART
  }

  /**
   * Something that is not shown, or not known.
   *
   * @param reason why
   * @param depth the depth of the item that it is at, or else of what is missing
   * @param at the item that it is missing at; empty if it stands in the place of an event, or in
   *     that of everything further
   */
  record Hole(Reason reason, int depth, Optional<ItemId> at) implements TraceStep {}

  /** Why something is not shown. */
  enum Reason {
    /** Nobody recorded how the item came to be. */
    UNKNOWN_ORIGIN,
    /** There is something that this caller may not see. */
    NO_ACCESS,
    /** The node to ask did not answer. */
    PEER_UNREACHABLE,
    /** The node to ask refused. */
    PEER_REFUSED,
    /** The item is a kind of thing: what is said of it is said of no one thing. */
    CLASS_ONLY,
    /** The question's depth is reached, and there is more. */
    LIMIT_DEPTH,
    /** The question's number of items is reached, and there is more. */
    LIMIT_COUNT,
    /** The question's time is up, or what else it might take, and there may be more. */
    LIMIT_TIME,
    /** Another authority's, and nobody was asked. */
    FOREIGN,
    /** What another node answered did not verify. */
    NOT_BELIEVED
  }
}
