package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

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
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceItem;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceVerdict;
import dev.nameplate.wire.ReadStep.Counts;
import dev.nameplate.wire.ReadStep.Happened;
import dev.nameplate.wire.ReadStep.Missing;
import dev.nameplate.wire.ReadStep.Thing;
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
    /** True if events are verified. */
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

  /** True if the answer is about an item, or has shown it. */
  public boolean knows(ItemId item) {
    return coherence.knows(item);
  }

  /**
   * Reads a step; empty if its kind is unknown.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it fails verification
   */
  public Optional<ReadStep> read(TraceResponse response) {
    return reading(() -> step(response));
  }

  private Optional<ReadStep> step(TraceResponse response) {
    return switch (response.getStepCase()) {
      case ITEM -> Optional.of(item(response.getItem()));
      case EVENT -> Optional.of(event(response.getEvent()));
      case HOLE -> Optional.of(hole(TraceCodec.hole(response.getHole())));
      case SUMMARY -> Optional.of(new Counts(TraceCodec.summary(response.getSummary())));
      case STEP_NOT_SET -> Optional.empty();
    };
  }

  private Thing item(TraceItem proto) {
    TraceStep.Item item = TraceCodec.item(proto);
    if (events.verifies()) {
      coherence.item(item.id());
    }
    return new Thing(item, events.verifies());
  }

  private Happened event(TraceEvent proto) {
    Read<RecordedEvent> read =
        events.read(
            SignedStatement.fromProto(proto.getStatement()),
            proto.getChainList().stream().map(SignedStatement::fromProto).toList());
    Role role = TraceCodec.role(proto.getRole());
    Optional<Occurrence> occurrence = read.value().event().map(Event::occurrence);
    if (events.verifies() && role == Role.LINEAGE) {
      coherence.lineage(occurrence.orElseThrow(StepReader::withheld));
    } else if (events.verifies() && role == Role.PART) {
      coherence.part(occurrence.orElseThrow(StepReader::withheld));
    }
    return new Happened(
        TraceCodec.depth(proto.getDepth()),
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
      throw new UnacceptableAnswerException("an event comes with the withdrawal of another event");
    }
    return withdrawal;
  }

  private static UnacceptableAnswerException withheld() {
    return new UnacceptableAnswerException("it builds on an event that it does not show");
  }

  private static Missing hole(TraceStep.Hole hole) {
    return new Missing(hole.reason(), hole.depth(), hole.at());
  }

  /** The verdict, with everything that can be checked here. */
  private static Verdict verdict(TraceVerdict proto, Read<RecordedEvent> read) {
    Verdict said = TraceCodec.verdict(proto, read.statement().batch().keyId());
    Prefix recorder = read.value().recorder();
    boolean claims = // items that are not under the recorder
        read.value().event().stream()
            .map(event -> Verdict.Authority.over(event.occurrence(), recorder::contains))
            .anyMatch(Verdict.Authority.NO::equals);
    return claims ? said.authority(Verdict.Authority.NO) : said;
  }
}
