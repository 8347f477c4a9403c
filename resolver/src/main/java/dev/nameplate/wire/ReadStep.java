package dev.nameplate.wire;

import dev.nameplate.event.ItemId;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.Optional;

/** A step of a trace as another node sent it. Immutable. */
public sealed interface ReadStep {
  /**
   * Counts and totals.
   *
   * @param summary as the node states it
   */
  record Counts(TraceStep.Summary summary) implements ReadStep {}

  /**
   * An item.
   *
   * @param item which
   * @param verified whether it is named by an event that was verified; the item asked for needs
   *     none
   */
  record Thing(TraceStep.Item item, boolean verified) implements ReadStep {}

  /**
   * An event.
   *
   * @param depth as the node states it
   * @param role as the node states it
   * @param event the event
   * @param verdict the node's findings, corrected by the event itself
   * @param withdrawal the event that withdrew it, if the node sent it
   */
  record Happened(
      int depth,
      Role role,
      Read<RecordedEvent> event,
      Verdict verdict,
      Optional<Read<RecordedEvent>> withdrawal)
      implements ReadStep {
    /** Converts it to a step of this node; only for a verified event. */
    public Deed deed() {
      Optional<Verified<RecordedEvent>> withdrawn =
          withdrawal.map(read -> read.proof().orElseThrow());
      return new Deed(depth, role, event.proof().orElseThrow(), verdict, withdrawn);
    }
  }

  /**
   * A gap in the answer.
   *
   * @param reason the reason
   * @param depth as the node states it
   * @param at the item with missing data
   */
  record Missing(Reason reason, int depth, Optional<ItemId> at) implements ReadStep {}
}
