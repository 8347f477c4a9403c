package dev.nameplate.wire;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.HoleReason;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceHole;
import dev.nameplate.v1.TraceItem;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceSummary;
import dev.nameplate.v1.TraceVerdict;
import dev.nameplate.wire.ReadStep.Counts;
import dev.nameplate.wire.ReadStep.Happened;
import dev.nameplate.wire.ReadStep.Missing;
import dev.nameplate.wire.ReadStep.Thing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Reads the steps of a trace that another node sends. If events are verified, the steps must also
 * hang together. Used by one thread.
 */
public final class StepReader {
  private final Coherence coherence;
  private final Events events;

  /** Reads events. */
  public interface Events {
    /** Whether events are verified. */
    boolean verifies();

    /**
     * Reads an event.
     *
     * @param chain the delegations that came with it
     * @throws dev.nameplate.error.RejectedStatementException if it must not be believed
     */
    Read<RecordedEvent> read(SignedStatement statement, List<SignedStatement> chain);
  }

  /** Reads the answer about an item. */
  public StepReader(ItemId asked, Direction direction, Events events) {
    this.coherence = new Coherence(asked, direction);
    this.events = events;
  }

  /** Whether the answer is about an item, or has shown it. */
  public boolean knows(ItemId item) {
    return coherence.knows(item);
  }

  /**
   * Reads a step; empty if it says nothing that is known here.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it must not be believed
   */
  public Optional<ReadStep> read(TraceResponse response) {
    try {
      return switch (response.getStepCase()) {
        case ITEM -> Optional.of(item(response.getItem()));
        case EVENT -> Optional.of(event(response.getEvent()));
        case HOLE -> Optional.of(hole(response.getHole()));
        case SUMMARY -> Optional.of(new Counts(summary(response.getSummary())));
        case STEP_NOT_SET -> Optional.empty();
      };
    } catch (InvalidInputException e) {
      throw new UnacceptableAnswerException("a step is malformed: " + e.getMessage());
    }
  }

  private Thing item(TraceItem proto) {
    ItemId id = ItemId.parse(proto.getItem());
    if (events.verifies()) {
      coherence.item(id);
    }
    return new Thing(
        new TraceStep.Item(id, depth(proto.getDepth()), proto.getRetired()), events.verifies());
  }

  private Happened event(TraceEvent proto) {
    Read<RecordedEvent> read =
        events.read(
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
    Optional<Occurrence> occurrence = read.value().event().map(Event::occurrence);
    if (events.verifies() && role == Role.LINEAGE) {
      coherence.lineage(occurrence.orElseThrow(StepReader::withheld));
    } else if (events.verifies() && role == Role.PART) {
      coherence.part(occurrence.orElseThrow(StepReader::withheld));
    }
    return new Happened(
        depth(proto.getDepth()),
        role,
        read,
        verdict(proto.getVerdict(), read),
        proto.hasWithdrawal() ? Optional.of(withdrawal(proto, read.value())) : Optional.empty());
  }

  private Read<RecordedEvent> withdrawal(TraceEvent proto, RecordedEvent event) {
    Read<RecordedEvent> withdrawal =
        events.read(SignedStatement.fromProto(proto.getWithdrawal()), List.of());
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

  private static Missing hole(TraceHole proto) {
    return new Missing(reason(proto.getReason()), depth(proto.getDepth()), item(proto.getItem()));
  }

  static Optional<ItemId> item(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(ItemId.parse(text));
  }

  static TraceStep.Reason reason(HoleReason reason) {
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

  private static TraceStep.Summary summary(TraceSummary proto) {
    return new TraceStep.Summary(
        proto.getItems(),
        proto.getEvents(),
        proto.getHoles(),
        proto.getTotalsList().stream()
            .map(
                total ->
                    new TraceStep.Total(
                        Prefix.parse(total.getParty()),
                        total.getUnit(),
                        total.getUnit().isEmpty()
                            ? BigDecimal.ZERO
                            : RecallReader.amount(total.getAmount()),
                        total.getItems()))
            .toList(),
        proto.getComplete(),
        proto.getLast(),
        proto.getAsOfPosition(),
        Instant.ofEpochMilli(proto.getAsOfTimeMillis()));
  }

  /** What can be found out here is not taken from the other node. */
  private static Verdict verdict(TraceVerdict proto, Read<RecordedEvent> read) {
    return new Verdict(
        read.statement().batch().keyId(),
        claimsAnother(read.value().recorder(), read.value().event())
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
