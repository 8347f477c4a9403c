package dev.nameplate.trace.recall;

import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.TraceStep;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One step of the answer to a recall. Immutable. */
public sealed interface RecallStep {
  /**
   * How much is affected, and who has it.
   *
   * @param totals by holder, certainty and unit, in this order; the first {@value #MAX_TOTALS}
   * @param totalCount how many totals there are
   * @param certain how many items are certainly affected, the suspects included
   * @param possible how many may be
   * @param excluded how many are not, although they descend from a suspect
   * @param apart of how many items it cannot be told how much is with which holder
   * @param holes how often something could not be followed
   * @param complete whether that is all there is, nothing could not be followed, and it is known
   *     how much of each item is with which holder
   * @param asOfPosition the answer is what the node knew when its log held so many statements
   * @param asOfTime when it had the last of these; the beginning of 1970 if there is none
   * @param last whether it is the last step, or the first
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
      boolean last)
      implements RecallStep {
    /** The most totals that are listed. */
    public static final int MAX_TOTALS = 10_000;

    /** Copies the totals. */
    public Summary {
      totals = List.copyOf(totals);
    }
  }

  /**
   * What one holder has, of one certainty and in one unit.
   *
   * @param holder who; empty if it was given away and nobody said to whom
   * @param certainty whether it is affected
   * @param unit the unit; empty for items of which nothing is left, or nobody says how much
   * @param atLeast how much of them is there at least; 0 without a unit
   * @param left how much at most; 0 without a unit
   * @param items of how many items
   */
  record Total(
      String holder,
      Certainty certainty,
      String unit,
      BigDecimal atLeast,
      BigDecimal left,
      long items) {}

  /**
   * How much was found so far; comes before the first summary, several times a second, if at all.
   *
   * @param items how many items were reached
   * @param located of how many of these it is known where they are
   * @param found how many are affected; empty until all were reached
   */
  record Progress(long items, long located, Optional<Found> found) implements RecallStep {}

  /**
   * How many items are affected, which is known before it is known where they are.
   *
   * @param certain how many items are certainly affected, the suspects included
   * @param possible how many may be
   * @param excluded how many are not, although they descend from a suspect
   * @param holes how often something could not be followed
   */
  record Found(long certain, long possible, long excluded, long holes) {}

  /**
   * An item that is suspect, or descends from one that is, at one place: an item of which parts are
   * in several places, or may be, has a step for each.
   *
   * @param item which
   * @param depth how many processes lie between it and the nearest suspect
   * @param reason whether it is affected, and why
   * @param holder who has it now: who got it last, or got last what it is in; if nobody did, who
   *     recorded it. Empty if it was given away and nobody said to whom
   * @param inside what it is in now
   * @param presence whether it is still there
   * @param extent how much of the item is here
   * @param left how much is left of it here at most, one for each unit; none if nobody says, or
   *     nothing is
   * @param atLeast how much is left of it here at least, in the same units
   * @param making the event that made it; empty if there is none, or it is not for this reader
   * @param handover how its holder got it; empty if it is where it was recorded
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

    /** Whether it is affected. */
    public Certainty certainty() {
      return reason.certainty();
    }
  }

  /**
   * How an item came to be.
   *
   * @param event which event says so; of several, the latest
   * @param recorder who recorded it
   * @param time when it happened
   * @param place where; empty if it is not said
   * @param made how much of the item was made; empty if it is not said
   */
  record Making(
      EventId event, Prefix recorder, Instant time, String place, Optional<Quantity> made) {}

  /**
   * How an item, or what it was in, came to its holder.
   *
   * @param event which event says so
   * @param time when it happened
   * @param from who gave it; empty if it is not said
   * @param to who got it; empty if it is not said
   * @param place where; empty if it is not said
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
   * Something that could not be followed.
   *
   * @param reason why
   * @param depth the depth of what is missing
   * @param at the item that it is missing at; empty if everything further is
   */
  record Hole(TraceStep.Reason reason, int depth, Optional<ItemId> at) implements RecallStep {}

  /** Whether an item is affected. */
  enum Certainty {
    /** It is suspect, or made of nothing else. */
    CERTAIN,
    /** It may be. */
    POSSIBLE,
    /** It is not, although it descends from a suspect. */
    EXCLUDED
  }

  /** Why an item is affected, or not. */
  enum Reason {
    /** It is what was asked about. */
    SUSPECT(Certainty.CERTAIN),
    /** All that it was made of is certainly affected. */
    MADE_OF_SUSPECT(Certainty.CERTAIN),
    /** It was made of affected things together with others. */
    MIXED(Certainty.POSSIBLE),
    /** It was made of what is possibly affected. */
    MADE_OF_POSSIBLE(Certainty.POSSIBLE),
    /**
     * Possible: it was made of a suspect so shortly before or after it was bad, that clocks decide.
     */
    NEAR_THE_TIME(Certainty.POSSIBLE),
    /** What it was made of was taken from the suspect before that went bad. */
    TAKEN_BEFORE(Certainty.EXCLUDED),
    /** What it was made of was taken from the suspect after that was good again. */
    TAKEN_AFTER(Certainty.EXCLUDED),
    /** Nothing was left of the suspect when it went bad, by its quantities. */
    USED_UP_BEFORE(Certainty.EXCLUDED);

    private final Certainty certainty;

    Reason(Certainty certainty) {
      this.certainty = certainty;
    }

    /** What it is a reason for. */
    public Certainty certainty() {
      return certainty;
    }
  }

  /** How much of an item is at a place. */
  enum Extent {
    /** All that is left of it. */
    WHOLE,
    /** A part of it, the size of which is known. */
    PART,
    /** Some of it, all of it or nothing: the parts cannot be told apart. */
    POSSIBLE
  }

  /** Whether an item is still there. */
  enum Presence {
    /** Nobody said that it is gone. */
    THERE,
    /** It was used up for something else. */
    USED_UP,
    /** It was retired: scrapped, eaten, destroyed. */
    RETIRED
  }
}
