package dev.nameplate.trace.evidence;

import dev.nameplate.error.NameplateException;
import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.CancelledException;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceStep.Summary;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trace.read.Moment;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The events of a node that bear on some items, in the order of its log. Immutable.
 *
 * @param pieces the events
 * @param hiding the items of which the node hides uses
 * @param gaps the reasons for which events are missing
 * @param asOf the moment that the node answered for
 */
public record Evidence(List<Piece> pieces, Set<ItemId> hiding, Set<Reason> gaps, Moment asOf) {
  /** The most bytes of events that are kept: an eighth of the heap. */
  public static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 8;

  /** Bytes that the index of an event takes, about. */
  private static final long INDEX_BYTES = 2048;

  private static final Moment NEVER = new Moment(0, Instant.EPOCH);

  /** Copies the lists. */
  public Evidence {
    pieces = List.copyOf(pieces);
    hiding = Set.copyOf(hiding);
    gaps = Set.copyOf(gaps);
  }

  /**
   * An event.
   *
   * @param event the signed event
   * @param hidesOfProcess true if the node hides other events of the same process
   */
  public record Piece(Verified<RecordedEvent> event, boolean hidesOfProcess) {}

  /** Bytes that an event takes in memory, with its index, about. */
  public static long bytes(Verified<RecordedEvent> event) {
    return event.statement().encodedSize() + INDEX_BYTES;
  }

  /** No evidence, for a reason. */
  public static Evidence missing(Reason reason) {
    return new Evidence(List.of(), Set.of(), Set.of(reason), NEVER);
  }

  /**
   * Collects the steps of an answer: each event, followed by a hole without an item if events of
   * its process are hidden; a hole at each item with hidden uses; last the summary. An event that
   * made identifiers of others is left out, with a gap {@link Reason#NOT_BELIEVED}. What came
   * before a failure, or before the most bytes were reached, is kept.
   *
   * @param failed the reason of the gap that a failure leaves
   */
  public static Evidence of(
      Iterator<TraceStep> steps, Function<NameplateException, Reason> failed) {
    Collecting collecting = new Collecting();
    try {
      boolean room = true;
      while (room && steps.hasNext()) {
        room = collecting.add(steps.next());
      }
    } catch (CancelledException e) {
      throw e;
    } catch (NameplateException e) {
      collecting.stop(failed.apply(e));
    }
    return collecting.end();
  }

  /** This evidence without events signed after a time, which a node adds against the question. */
  public Evidence until(Instant latest) {
    List<Piece> earlier =
        pieces.stream().filter(piece -> !piece.event().time().isAfter(latest)).toList();
    Set<Reason> reasons = new HashSet<>(gaps);
    if (earlier.size() < pieces.size()) {
      reasons.add(Reason.NOT_BELIEVED);
    }
    return new Evidence(earlier, hiding, reasons, asOf);
  }

  private static final class Collecting {
    private final List<Piece> pieces = new ArrayList<>();
    private final Set<ItemId> hiding = new HashSet<>();
    private final Set<Reason> gaps = EnumSet.noneOf(Reason.class);
    private long bytes;
    private boolean behindEvent;
    private Moment asOf = NEVER;
    private boolean ended;

    /** Adds a step; false if there is no room for more. */
    boolean add(TraceStep step) {
      boolean behind = behindEvent;
      behindEvent = false;
      if (step instanceof Deed deed) {
        bytes += bytes(deed.event());
        if (bytes > MAX_BYTES) {
          stop(Reason.LIMIT_COUNT);
          return false;
        }
        add(deed);
      } else if (step instanceof Hole hole) {
        add(hole, behind);
      } else if (step instanceof Summary summary && summary.last()) {
        asOf = new Moment(summary.asOfPosition(), summary.asOfTime());
        ended = true;
      }
      return true;
    }

    /** Notes why there is no more. */
    void stop(Reason reason) {
      gaps.add(reason);
      ended = true;
    }

    private void add(Deed deed) {
      if (deed.verdict().authority() == Verdict.Authority.NO
          || deed.event().value().event().isEmpty()) {
        gaps.add(Reason.NOT_BELIEVED);
      } else {
        pieces.add(new Piece(deed.event(), false));
        behindEvent = true;
      }
    }

    private void add(Hole hole, boolean behind) {
      if (hole.reason() != Reason.NO_ACCESS) {
        gaps.add(hole.reason());
      } else if (hole.at().isPresent()) {
        hiding.add(hole.at().get());
      } else if (behind) {
        pieces.add(new Piece(pieces.remove(pieces.size() - 1).event(), true));
      } else {
        gaps.add(Reason.NO_ACCESS);
      }
    }

    Evidence end() {
      if (!ended) { // it broke off
        gaps.add(Reason.PEER_UNREACHABLE);
      }
      return new Evidence(pieces, hiding, gaps, asOf);
    }
  }
}
