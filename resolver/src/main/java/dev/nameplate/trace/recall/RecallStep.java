package dev.nameplate.trace.recall;

import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.Certification;
import dev.nameplate.trace.TraceStep;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A step of the answer to a recall. Immutable. */
public sealed interface RecallStep {
  /**
   * The totals of a recall.
   *
   * @param totals by holder, certainty and unit, in this order; the first {@value #MAX_TOTALS}
   * @param totalCount how many totals there are
   * @param certain number of certainly affected items, the suspects included
   * @param possible number of possibly affected items
   * @param excluded number of unaffected descendants of suspects
   * @param apart number of items whose distribution among holders is unknown; in the answer about a
   *     period, of which an amount that arrived is uncertain
   * @param holes number of gaps
   * @param complete true for exact totals without gaps, with a known distribution of each item
   *     among holders
   * @param asOfPosition number of statements in the log that the answer is based on
   * @param asOfTime time of the last of these; the beginning of 1970 if there is none
   * @param last true for the last step, false for the first
   * @param certificate as in {@link TraceStep.Summary}
   */
  record Summary(
      List<Total> totals,
      long totalCount,
      long certain,
      long possible,
      long excluded,
      long apart,
      long holes,
      boolean complete,
      long asOfPosition,
      Instant asOfTime,
      boolean last,
      Optional<Certification> certificate)
      implements RecallStep {
    /** The most totals that are listed. */
    public static final int MAX_TOTALS = 10_000;

    /** Copies the totals. */
    public Summary {
      totals = List.copyOf(totals);
    }

    /** Totals without a certificate. */
    public Summary(
        List<Total> totals,
        long totalCount,
        long certain,
        long possible,
        long excluded,
        long apart,
        long holes,
        boolean complete,
        long asOfPosition,
        Instant asOfTime,
        boolean last) {
      this(
          totals,
          totalCount,
          certain,
          possible,
          excluded,
          apart,
          holes,
          complete,
          asOfPosition,
          asOfTime,
          last,
          Optional.empty());
    }

    /** Copy of these totals with the certificate of the answer. */
    public Summary certified(Certification other) {
      return new Summary(
          totals,
          totalCount,
          certain,
          possible,
          excluded,
          apart,
          holes,
          complete,
          asOfPosition,
          asOfTime,
          last,
          Optional.of(other));
    }
  }

  /**
   * The items of a holder of one certainty and unit.
   *
   * @param holder the holder; empty if they were given away to an unknown party
   * @param certainty certainty that they are affected
   * @param unit the unit; empty for items of which nothing is left, or whose amount is unknown
   * @param atLeast lower bound of the amount; 0 without a unit
   * @param left upper bound of the amount; 0 without a unit
   * @param items number of items
   */
  record Total(
      String holder,
      Certainty certainty,
      String unit,
      BigDecimal atLeast,
      BigDecimal left,
      long items) {}

  /**
   * Progress before the first summary, several times a second, if at all.
   *
   * @param items number of items reached
   * @param located number of these with known places
   * @param found the affected items; empty until all were reached
   */
  record Progress(long items, long located, Optional<Found> found) implements RecallStep {}

  /**
   * Number of affected items, which is known before their places.
   *
   * @param certain number of certainly affected items, the suspects included
   * @param possible number of possibly affected items
   * @param excluded number of unaffected descendants of suspects
   * @param holes number of gaps
   */
  record Found(long certain, long possible, long excluded, long holes) {}

  /**
   * A suspect or its descendant, at one place: an item with parts in several certain or possible
   * places has a step for each. In the answer about a period a step is an arrival: {@code holder}
   * is the receiver, {@code left} and {@code atLeast} are what arrived, {@code handover} is the
   * transfer.
   *
   * @param item the item
   * @param depth number of processes between it and the nearest suspect
   * @param reason the reason why it is or is not affected
   * @param holder the current holder: the last receiver of it or of its container; without a
   *     transfer, its recorder. Empty if it was given away to an unknown party
   * @param inside its current container
   * @param presence its presence
   * @param extent the share of the item that is here
   * @param left upper bounds of the amount left here, one for each unit; none if unknown, or
   *     nothing is left
   * @param atLeast lower bounds of the amount left here, in the same units
   * @param making the event that made it; empty if there is none, or it is hidden from this reader
   * @param handover the transfer to its holder; empty if it is where it was recorded
   */
  record Affected(
      ItemId item,
      int depth,
      Reason reason,
      String holder,
      Optional<ItemId> inside,
      Presence presence,
      Extent extent,
      List<Quantity> left,
      List<Quantity> atLeast,
      Optional<Making> making,
      Optional<Handover> handover)
      implements RecallStep {
    /** Copies the quantities. */
    public Affected {
      left = List.copyOf(left);
      atLeast = List.copyOf(atLeast);
    }

    /** Certainty that the item is affected. */
    public Certainty certainty() {
      return reason.certainty();
    }
  }

  /**
   * The origin of an item.
   *
   * @param event the event; of several, the latest
   * @param recorder its recorder
   * @param time its time
   * @param place its location; empty if unknown
   * @param made the amount made; empty if unknown
   */
  record Making(
      EventId event, Prefix recorder, Instant time, String place, Optional<Quantity> made) {}

  /**
   * The transfer of an item, or of its container, to its holder.
   *
   * @param event the event
   * @param time its time
   * @param from the giving party; empty if unknown
   * @param to the receiving party; empty if unknown
   * @param place its location; empty if unknown
   * @param documents orders, despatch advices, invoices
   */
  record Handover(
      EventId event, Instant time, String from, String to, String place, List<String> documents) {
    /** Copies the documents. */
    public Handover {
      documents = List.copyOf(documents);
    }
  }

  /**
   * A gap in the answer: items that could not be followed.
   *
   * @param reason the reason
   * @param depth depth of the missing items
   * @param at the item at which the gap begins; empty if all further items are missing
   */
  record Hole(TraceStep.Reason reason, int depth, Optional<ItemId> at) implements RecallStep {}

  /**
   * A node that was asked for its events.
   *
   * @param authority the prefix for which it was asked
   * @param gaps the reasons for which events of it are missing; empty if it told all that this
   *     caller may see
   * @param events number of its events that bear on the items
   * @param asOfPosition number of statements in its log that it answered from; 0 without an answer
   * @param asOfTime time of the last of these; the beginning of 1970 if there is none
   */
  record Witness(
      Prefix authority,
      Set<TraceStep.Reason> gaps,
      long events,
      long asOfPosition,
      Instant asOfTime)
      implements RecallStep {
    /** Copies the reasons. */
    public Witness {
      gaps = Set.copyOf(gaps);
    }
  }

  /**
   * An amount on which giver and receiver disagree, in an answer across nodes.
   *
   * @param item the item
   * @param from the authority that gave it
   * @param to the authority that received it
   * @param given all that the giver recorded as given to the receiver
   * @param received all that the receiver recorded as received, in the same unit
   */
  record Difference(ItemId item, Prefix from, Prefix to, Quantity given, Quantity received)
      implements RecallStep {}

  /** Certainty that an item is affected. */
  enum Certainty {
    /** The item is a suspect, or made of certainly affected items only. */
    CERTAIN,
    /** The item may be affected. */
    POSSIBLE,
    /** The item is not affected, although it descends from a suspect. */
    EXCLUDED
  }

  /** The reason why an item is affected, or not. */
  enum Reason {
    /** The item is a suspect. */
    SUSPECT(Certainty.CERTAIN),
    /** All inputs of the item are certainly affected. */
    MADE_OF_SUSPECT(Certainty.CERTAIN),
    /** The item was made of affected items together with others. */
    MIXED(Certainty.POSSIBLE),
    /** The item was made of possibly affected items. */
    MADE_OF_POSSIBLE(Certainty.POSSIBLE),
    /**
     * Possible: it was made of a suspect so shortly before or after it was bad, that clocks decide.
     */
    NEAR_THE_TIME(Certainty.POSSIBLE),
    /** The inputs of the item were taken from the suspect before its defect. */
    TAKEN_BEFORE(Certainty.EXCLUDED),
    /** The inputs of the item were taken from the suspect after its defect ended. */
    TAKEN_AFTER(Certainty.EXCLUDED),
    /** Nothing was left of the suspect at the start of its defect, by its quantities. */
    USED_UP_BEFORE(Certainty.EXCLUDED);

    private final Certainty certainty;

    Reason(Certainty certainty) {
      this.certainty = certainty;
    }

    /** The certainty that the reason implies. */
    public Certainty certainty() {
      return certainty;
    }
  }

  /** The share of an item that is at a place. */
  enum Extent {
    /** The item is entirely at the place. */
    WHOLE,
    /** A part of it, the size of which is known. */
    PART,
    /** Some of the item, all of it or nothing: parts cannot be distinguished. */
    POSSIBLE
  }

  /** The presence of an item. */
  enum Presence {
    /** No event ended the item. */
    THERE,
    /** The item was used up in a process. */
    USED_UP,
    /** The item was retired: scrapped, eaten, destroyed. */
    RETIRED
  }
}
