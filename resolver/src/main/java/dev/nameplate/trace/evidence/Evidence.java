package dev.nameplate.trace.evidence;

import dev.nameplate.event.ItemId;
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
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The events of a node that bear on some items, in the order of its log. Immutable.
 *
 * @param pieces the events
 * @param hiding the items of which the node hides uses
 * @param gaps the reasons for which events are missing; {@link Reason#NO_ACCESS} is not among them
 * @param asOf the moment that the node answered for
 */
public record Evidence(List<Piece> pieces, Set<ItemId> hiding, Set<Reason> gaps, Moment asOf) {
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

  /** No evidence, for a reason. */
  public static Evidence missing(Reason reason) {
    return new Evidence(List.of(), Set.of(), Set.of(reason), NEVER);
  }

  /**
   * Collects the steps of an answer: each event, followed by a hole without an item if events of
   * its process are hidden; a hole at each item with hidden uses; last the summary. Steps without a
   * summary are an answer that broke off. An event that made identifiers of others is left out.
   */
  public static Evidence of(Iterator<TraceStep> steps) {
    List<Piece> pieces = new ArrayList<>();
    Set<ItemId> hiding = new HashSet<>();
    Set<Reason> gaps = new HashSet<>();
    Optional<Moment> asOf = Optional.empty();
    while (steps.hasNext()) {
      TraceStep step = steps.next();
      if (step instanceof Deed deed && deed.verdict().authority() == Verdict.Authority.NO) {
        gaps.add(Reason.NOT_BELIEVED);
      } else if (step instanceof Deed deed) {
        pieces.add(new Piece(deed.event(), false));
      } else if (step instanceof Hole hole && hole.reason() != Reason.NO_ACCESS) {
        gaps.add(hole.reason());
      } else if (step instanceof Hole hole && hole.at().isPresent()) {
        hiding.add(hole.at().get());
      } else if (step instanceof Hole && !pieces.isEmpty()) {
        pieces.add(new Piece(pieces.remove(pieces.size() - 1).event(), true));
      } else if (step instanceof Summary summary && summary.last()) {
        asOf = Optional.of(new Moment(summary.asOfPosition(), summary.asOfTime()));
      }
    }
    if (asOf.isEmpty() && gaps.isEmpty()) {
      gaps.add(Reason.PEER_UNREACHABLE);
    }
    return new Evidence(pieces, hiding, gaps, asOf.orElse(NEVER));
  }
}
