package dev.nameplate.upstream;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.TraceStep.Item;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.HoleReason;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceHole;
import dev.nameplate.v1.TraceItem;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceVerdict;
import java.util.List;
import java.util.Optional;

/**
 * Turns the steps that another node sends into what may be believed: each event is verified, and
 * all of them hang together. Used by one thread.
 */
final class StepReader {
  private final Coherence coherence;
  private final Events events;

  /** Verifies events. */
  @FunctionalInterface
  interface Events {
    /**
     * Verifies an event.
     *
     * @param chain the delegations that came with it
     * @throws dev.nameplate.error.RejectedStatementException if it must not be believed
     */
    Verified<RecordedEvent> verify(SignedStatement statement, List<SignedStatement> chain);
  }

  /** Reads the answer about an item. */
  StepReader(ItemId asked, Direction direction, Events events) {
    this.coherence = new Coherence(asked, direction);
    this.events = events;
  }

  /**
   * Reads a step; empty if it says nothing that is of use here.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it must not be believed
   */
  Optional<TraceStep> read(TraceResponse response) {
    try {
      return switch (response.getStepCase()) {
        case ITEM -> Optional.of(item(response.getItem()));
        case EVENT -> Optional.of(event(response.getEvent()));
        case HOLE -> Optional.of(hole(response.getHole()));
        case SUMMARY -> Optional.empty(); // whoever asked counts by itself
        case STEP_NOT_SET -> throw new UnacceptableAnswerException("a step says nothing");
      };
    } catch (InvalidInputException e) {
      throw new UnacceptableAnswerException("a step is malformed: " + e.getMessage());
    }
  }

  private Item item(TraceItem proto) {
    ItemId id = ItemId.parse(proto.getItem());
    coherence.item(id);
    return new Item(id, depth(proto.getDepth()), proto.getRetired());
  }

  private Deed event(TraceEvent proto) {
    Verified<RecordedEvent> verified =
        events.verify(
            SignedStatement.fromProto(proto.getStatement()),
            proto.getChainList().stream().map(SignedStatement::fromProto).toList());
    Role role =
        switch (proto.getRole()) {
          case TRACE_ROLE_LINEAGE -> Role.LINEAGE;
          case TRACE_ROLE_HISTORY -> Role.HISTORY;
          case TRACE_ROLE_PART -> Role.PART;
          case TRACE_ROLE_UNSPECIFIED, UNRECOGNIZED ->
              throw new UnacceptableAnswerException("an event has no role");
        };
    Optional<Event> event = verified.value().event();
    if (role == Role.LINEAGE) {
      coherence.lineage(event.map(Event::occurrence).orElseThrow(StepReader::withheld));
    } else if (role == Role.PART) {
      coherence.part(event.map(Event::occurrence).orElseThrow(StepReader::withheld));
    }
    return new Deed(
        depth(proto.getDepth()),
        role,
        verified,
        verdict(proto.getVerdict(), verified, event),
        proto.hasWithdrawal()
            ? Optional.of(withdrawal(proto, verified.value()))
            : Optional.empty());
  }

  private Verified<RecordedEvent> withdrawal(TraceEvent proto, RecordedEvent event) {
    Verified<RecordedEvent> withdrawal =
        events.verify(SignedStatement.fromProto(proto.getWithdrawal()), List.of());
    if (!withdrawal.value().withdraws(event)
        || !withdrawal
            .value()
            .id()
            .map(EventId::digest)
            .equals(Optional.of(Bytes.of(proto.getVerdict().getWithdrawnBy())))) {
      throw new UnacceptableAnswerException("an event comes with the withdrawal of another one");
    }
    return withdrawal;
  }

  private static UnacceptableAnswerException withheld() {
    return new UnacceptableAnswerException("it builds on an event that it does not show");
  }

  private Hole hole(TraceHole proto) {
    Optional<ItemId> at =
        proto.getItem().isEmpty()
            ? Optional.empty()
            : Optional.of(ItemId.parse(proto.getItem())).filter(coherence::knows);
    return new Hole(reason(proto.getReason()), depth(proto.getDepth()), at);
  }

  private static TraceStep.Reason reason(HoleReason reason) {
    for (TraceStep.Reason known : TraceStep.Reason.values()) {
      if (reason.name().equals("HOLE_REASON_" + known.name())) {
        return known;
      }
    }
    return TraceStep.Reason.NO_ACCESS; // a reason of a newer node: there is something, not shown
  }

  private static int depth(int unsigned) {
    if (unsigned < 0) {
      throw new UnacceptableAnswerException("a depth is out of range");
    }
    return unsigned;
  }

  /** What can be found out here is not taken from the other node. */
  private static Verdict verdict(
      TraceVerdict proto, Verified<RecordedEvent> verified, Optional<Event> event) {
    return new Verdict(
        verified.keyId(),
        claimsAnother(verified.value().recorder(), event)
            ? Verdict.Authority.NO
            : switch (proto.getAuthority()) {
              case VERDICT_AUTHORITY_YES -> Verdict.Authority.YES;
              case VERDICT_AUTHORITY_NO -> Verdict.Authority.NO;
              case VERDICT_AUTHORITY_UNKNOWN, VERDICT_AUTHORITY_UNSPECIFIED, UNRECOGNIZED ->
                  Verdict.Authority.UNKNOWN;
            },
        switch (proto.getTransfer()) {
          case VERDICT_TRANSFER_AGREES -> Verdict.Transfer.AGREES;
          case VERDICT_TRANSFER_ONE_SIDED -> Verdict.Transfer.ONE_SIDED;
          case VERDICT_TRANSFER_DISAGREES -> Verdict.Transfer.DISAGREES;
          case VERDICT_TRANSFER_ELSEWHERE -> Verdict.Transfer.ELSEWHERE;
          case VERDICT_TRANSFER_NONE, UNRECOGNIZED -> Verdict.Transfer.NONE;
        },
        proto.getWithdrawnBy().isEmpty()
            ? Optional.empty()
            : Optional.of(new EventId(Bytes.of(proto.getWithdrawnBy()))),
        proto.getOutOfOrder(),
        proto.getCycle());
  }

  /** Whether something is said to have been made that does not stand under the recorder. */
  private static boolean claimsAnother(Prefix recorder, Optional<Event> event) {
    return event.stream()
        .flatMap(what -> what.occurrence().made().stream())
        .flatMap(item -> item.id().identifier().stream())
        .anyMatch(made -> !recorder.contains(made.prefix()));
  }
}
