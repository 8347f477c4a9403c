package dev.nameplate.server.cli.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.event.Event;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.server.cli.NotVerifiedException;
import dev.nameplate.trace.Direction;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.upstream.Coherence;
import dev.nameplate.upstream.UnacceptableAnswerException;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceHole;
import dev.nameplate.v1.TraceItem;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceRole;
import java.util.List;
import java.util.Optional;

/**
 * Reads the steps of a trace, and checks all of them if there are trust anchors: who signed each
 * event, and that the steps hang together. Used by one thread.
 */
final class TraceReading {
  private final ItemId asked;
  private final EventReading events;
  private final Coherence coherence;

  TraceReading(ItemId asked, Direction direction, Optional<TrustAnchors> anchors) {
    this.asked = asked;
    this.events = new EventReading(anchors);
    this.coherence = new Coherence(asked, direction);
  }

  /**
   * Reads a step.
   *
   * @throws RejectedStatementException if it is malformed, or must not be believed
   */
  Shown read(TraceResponse response) {
    try {
      return switch (response.getStepCase()) {
        case SUMMARY -> new Shown.Counts(response.getSummary());
        case ITEM -> item(response.getItem());
        case EVENT -> event(response.getEvent());
        case HOLE -> hole(response.getHole());
        case STEP_NOT_SET -> new Shown.Missing("newer-than-this-command", 0, Optional.empty());
      };
    } catch (NotVerifiedException e) {
      throw e;
    } catch (RejectedStatementException e) {
      throw NotVerifiedException.trace(asked.toString(), e);
    } catch (InvalidInputException e) {
      throw NotVerifiedException.trace(asked.toString(), e);
    }
  }

  private Shown item(TraceItem item) {
    ItemId id = ItemId.parse(item.getItem());
    if (events.checks()) {
      coherence.item(id);
    }
    return new Shown.Thing(id, item, events.checks());
  }

  private Shown event(TraceEvent proto) {
    EventReading.Read read = events.read(proto.getStatement(), proto.getChainList());
    Optional<Occurrence> occurrence = read.event().event().map(Event::occurrence);
    if (events.checks() && proto.getRole() == TraceRole.TRACE_ROLE_LINEAGE) {
      occurrence.ifPresent(coherence::lineage);
    } else if (events.checks() && proto.getRole() == TraceRole.TRACE_ROLE_PART) {
      occurrence.ifPresent(coherence::part);
    }
    return new Shown.Happened(
        proto.getDepth(), proto.getRole(), read, proto.getVerdict(), withdrawal(proto, read));
  }

  private Optional<EventReading.Read> withdrawal(TraceEvent proto, EventReading.Read event) {
    if (!proto.hasWithdrawal()) {
      return Optional.empty();
    }
    EventReading.Read withdrawal = events.read(proto.getWithdrawal(), List.of());
    if (!withdrawal.event().withdraws(event.event())) {
      throw new UnacceptableAnswerException("an event comes with the withdrawal of another one");
    }
    return Optional.of(withdrawal);
  }

  private static Shown hole(TraceHole hole) {
    return new Shown.Missing(
        ShownJson.word(hole.getReason(), "HOLE_REASON_"),
        hole.getDepth(),
        Optional.of(hole.getItem()).filter(item -> !item.isEmpty()));
  }
}
