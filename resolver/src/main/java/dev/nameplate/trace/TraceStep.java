package dev.nameplate.trace;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A step of the answer to a trace. Immutable. */
public sealed interface TraceStep {
  /**
   * The totals of an answer.
   *
   * @param items number of items, the start included
   * @param events number of events
   * @param holes number of holes
   * @param totals amounts of the items by party and unit, in this order
   * @param complete true for exact totals; otherwise they are lower bounds
   * @param last true for the last step, which is exact; false for the first
   * @param asOfPosition number of statements in the log that the answer is based on
   * @param asOfTime time of the last of these; the beginning of 1970 if there is none
   * @param certificate in the last step, the certificate of the answer, if the question asks for it
   *     and the node has a signing key
   */
  record Summary(
      long items,
      long events,
      long holes,
      List<Total> totals,
      boolean complete,
      boolean last,
      long asOfPosition,
      Instant asOfTime,
      Optional<Certification> certificate)
      implements TraceStep {
    /** Copies the totals. */
    public Summary {
      totals = List.copyOf(totals);
    }

    /** Totals without a certificate. */
    public Summary(
        long items,
        long events,
        long holes,
        List<Total> totals,
        boolean complete,
        boolean last,
        long asOfPosition,
        Instant asOfTime) {
      this(items, events, holes, totals, complete, last, asOfPosition, asOfTime, Optional.empty());
    }

    /** Copy of these totals with the certificate of the answer. */
    public Summary certified(Certification other) {
      return new Summary(
          items, events, holes, totals, complete, last, asOfPosition, asOfTime, Optional.of(other));
    }
  }

  /**
   * The amount of a party's items in a unit. Items of an event belong to its recorder: downstream
   * its outputs, upstream its inputs.
   *
   * @param party the recorder of the events
   * @param unit unit of the amount; empty for items without a quantity
   * @param amount the sum; 0 without a unit
   * @param items number of items
   */
  record Total(Prefix party, String unit, BigDecimal amount, long items) {}

  /**
   * An input or output, shown once, behind the event that first leads to it.
   *
   * @param id which, as it is written where it is first named
   * @param depth how many processes lie between it and the item asked for, which itself has 0
   * @param retired whether it was retired
   */
  record Item(ItemId id, int depth, boolean retired) implements TraceStep {}

  /**
   * An event of the answer.
   *
   * @param depth depth of the items that it leads to; of an event of the history, depth of its item
   * @param role the reason for showing it
   * @param event the signed event
   * @param verdict the findings about it
   * @param withdrawal the event that withdrew it, by the same recorder; empty if it is not
   *     withdrawn, or if the answering node does not send the withdrawal
   */
  record Deed(
      int depth,
      Role role,
      Verified<RecordedEvent> event,
      Verdict verdict,
      Optional<Verified<RecordedEvent>> withdrawal)
      implements TraceStep {
    /** An event that is not withdrawn, or whose withdrawal is unknown. */
    public Deed(int depth, Role role, Verified<RecordedEvent> event, Verdict verdict) {
      this(depth, role, event, verdict, Optional.empty());
    }
  }

  /** The reason for showing an event. */
  enum Role {
    /** The event makes ancestry. */
    LINEAGE,
    /** The event belongs to the history of an item. */
    HISTORY,
    /** Parts were installed, taken out, or seen in place. */
    PART
  }

  /**
   * A gap in the answer: data that is hidden or unknown.
   *
   * @param reason the reason
   * @param depth depth of its item, or else of the missing data
   * @param at the item with missing data; empty for a missing event, or if all further steps are
   *     missing
   */
  record Hole(Reason reason, int depth, Optional<ItemId> at) implements TraceStep {}

  /** The reason for a gap. */
  enum Reason {
    /** No event records the origin of the item. */
    UNKNOWN_ORIGIN,
    /** Data is hidden from this caller. */
    NO_ACCESS,
    /** The asked node did not answer. */
    PEER_UNREACHABLE,
    /** The asked node refused. */
    PEER_REFUSED,
    /** The item is a class of things, which is not followed. */
    CLASS_ONLY,
    /** The question's depth is reached, and there is more. */
    LIMIT_DEPTH,
    /** The question's number of items is reached, and there is more. */
    LIMIT_COUNT,
    /** The question's time, or another part of its budget, is used up, and there may be more. */
    LIMIT_TIME,
    /** The item is of another authority, and no other node was asked. */
    FOREIGN,
    /** The answer of another node failed verification. */
    NOT_BELIEVED
  }
}
