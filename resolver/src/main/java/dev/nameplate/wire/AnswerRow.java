package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trust.statement.Certificate.Answer;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceResponse;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A row of the answer to a trace or a recall, as its certificate has it. Nothing of it is verified.
 * Immutable.
 *
 * @param answer the kind of answer
 * @param encoded the exact bytes, which are a leaf of the certificate's tree
 * @param event the event of a trace
 * @param withdrawal the event that withdrew it
 * @param withdrawn true if the node says that the event is withdrawn
 * @param item the item of a trace, or at which it has a gap
 * @param hole a gap of a trace
 * @param recalled a step of a recall
 */
public record AnswerRow(
    Answer answer,
    Bytes encoded,
    Optional<SignedStatement> event,
    Optional<SignedStatement> withdrawal,
    boolean withdrawn,
    Optional<ItemId> item,
    Optional<TraceStep.Hole> hole,
    Optional<RecallStep> recalled) {
  /** The row of a step of a trace; empty if it is none. */
  public static Optional<AnswerRow> of(TraceResponse response) {
    return TraceCodec.row(response).map(row -> reading(() -> trace(row, response)));
  }

  /** The row of a step of a recall; empty if it is none. */
  public static Optional<AnswerRow> of(RecallResponse response) {
    return RecallCodec.row(response).map(row -> reading(() -> recall(row, response)));
  }

  /**
   * Reads a row of a trace.
   *
   * @param remainder {@link #remainder}
   * @param event the event of the row, if it is one
   * @throws RejectedStatementException if it is malformed
   */
  public static AnswerRow trace(Bytes remainder, Optional<SignedStatement> event) {
    return reading(
        () -> {
          TraceResponse.Builder row = parsed(remainder, TraceResponse.parser()).toBuilder();
          event.ifPresent(signed -> row.getEventBuilder().setStatement(signed.toProto()));
          TraceResponse response = row.build();
          return trace(Bytes.of(response.toByteString()), response);
        });
  }

  /**
   * Reads a row of a recall.
   *
   * @throws RejectedStatementException if it is malformed
   */
  public static AnswerRow recall(Bytes row) {
    return reading(() -> recall(row, parsed(row, RecallResponse.parser())));
  }

  static <T> T parsed(Bytes encoded, Parser<T> parser) {
    try {
      return parser.parseFrom(encoded.asByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new UnacceptableAnswerException("a row or a question is not a protocol buffer");
    }
  }

  private static AnswerRow trace(Bytes row, TraceResponse response) {
    TraceEvent event = response.getEvent();
    Optional<TraceStep.Hole> hole =
        response.hasHole() ? Optional.of(TraceCodec.hole(response.getHole())) : Optional.empty();
    return new AnswerRow(
        Answer.TRACE,
        row,
        event.hasStatement()
            ? Optional.of(SignedStatement.fromProto(event.getStatement()))
            : Optional.empty(),
        event.hasWithdrawal()
            ? Optional.of(SignedStatement.fromProto(event.getWithdrawal()))
            : Optional.empty(),
        !event.getVerdict().getWithdrawnBy().isEmpty(),
        response.hasItem()
            ? Optional.of(TraceCodec.item(response.getItem()).id())
            : hole.flatMap(TraceStep.Hole::at),
        hole,
        Optional.empty());
  }

  private static AnswerRow recall(Bytes row, RecallResponse response) {
    return new AnswerRow(
        Answer.RECALL,
        row,
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        RecallCodec.step(response));
  }

  /** The row without the statement of its event, which a file holds beside it. */
  public Bytes remainder() {
    if (event.isEmpty()) {
      return encoded;
    }
    TraceResponse.Builder row = parsed(encoded, TraceResponse.parser()).toBuilder();
    row.getEventBuilder().clearStatement();
    return Bytes.of(row.build().toByteString());
  }

  /** The reason, if the row is a gap. */
  public Optional<Reason> gap() {
    return recalled.isPresent() && recalled.get() instanceof RecallStep.Hole missing
        ? Optional.of(missing.reason())
        : hole.map(TraceStep.Hole::reason);
  }

  /** The items that the row names, as far as they can be read. */
  public Stream<ItemId> items() {
    Stream<ItemId> named =
        event.stream()
            .flatMap(signed -> Read.unverifiedEvent(signed, List.of()).value().event().stream())
            .flatMap(happened -> happened.occurrence().items())
            .map(EventItem::id);
    return Stream.concat(
        named, Stream.concat(item.stream(), recalled.stream().flatMap(AnswerRow::of)));
  }

  private static Stream<ItemId> of(RecallStep step) {
    if (step instanceof RecallStep.Affected affected) {
      return Stream.of(affected.item());
    }
    return step instanceof RecallStep.Difference difference
        ? Stream.of(difference.item())
        : step instanceof RecallStep.Hole gap ? gap.at().stream() : Stream.empty();
  }
}
