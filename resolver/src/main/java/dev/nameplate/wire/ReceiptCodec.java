package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.v1.AlreadyAssigned;
import dev.nameplate.v1.EventReceipt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Receipts: from the wire and to it. What reads throws {@link UnacceptableAnswerException} if the
 * receipt is malformed.
 */
public final class ReceiptCodec {
  private ReceiptCodec() {}

  /** A receipt as it is sent. */
  public static dev.nameplate.v1.Receipt toProto(Receipt receipt) {
    dev.nameplate.v1.Receipt.Builder proto = dev.nameplate.v1.Receipt.newBuilder();
    receipt
        .extent()
        .ifPresent(
            range -> proto.setRangeLast(range.last().toString()).setRangeMembers(range.members()));
    return proto
        .setIdentifier(receipt.identifier().toString())
        .setVersion(receipt.version())
        .setOperationId(receipt.operation().text())
        .setReplayed(receipt.replayed())
        .setPosition(receipt.position())
        .setBatch(receipt.batch())
        .setTimeMillis(receipt.time().toEpochMilli())
        .build();
  }

  /** A receipt of a write of records. */
  public static Receipt fromProto(dev.nameplate.v1.Receipt proto) {
    return reading(() -> receipt(proto));
  }

  private static Receipt receipt(dev.nameplate.v1.Receipt proto) {
    return new Receipt(
        Identifier.parseRecorded(proto.getIdentifier()),
        proto.getVersion(),
        OperationId.of(proto.getOperationId()),
        proto.getReplayed(),
        proto.getPosition(),
        proto.getBatch(),
        Instant.ofEpochMilli(proto.getTimeMillis()),
        proto.getRangeMembers() == 0
            ? Optional.empty()
            : Optional.of(
                new Receipt.Extent(
                    Identifier.parseRecorded(proto.getRangeLast()), proto.getRangeMembers())),
        List.of());
  }

  /**
   * The receipt of an event as it is sent.
   *
   * @param name the name of the event; empty if it has none
   */
  public static EventReceipt toProto(Receipt receipt, String name) {
    return EventReceipt.newBuilder()
        .setEventId(receipt.event().digest().asByteString())
        .setRecorder(receipt.identifier().prefix().toString())
        .setName(name)
        .setAlready(receipt.replayed())
        .setPosition(receipt.position())
        .setBatch(receipt.batch())
        .setTimeMillis(receipt.time().toEpochMilli())
        .addAllLabels(receipt.labels())
        .build();
  }

  /**
   * The receipt of an event.
   *
   * @param operation the operation id of its capture, which is not sent back
   */
  public static Receipt fromProto(EventReceipt proto, OperationId operation) {
    return reading(() -> receipt(proto, operation));
  }

  private static Receipt receipt(EventReceipt proto, OperationId operation) {
    return new Receipt(
        RecordedEvent.identifierOf(
            Prefix.parse(proto.getRecorder()), new EventId(Bytes.of(proto.getEventId()))),
        1,
        operation,
        proto.getAlready(),
        proto.getPosition(),
        proto.getBatch(),
        Instant.ofEpochMilli(proto.getTimeMillis()),
        Optional.empty(),
        proto.getLabelsList());
  }

  /** The detail of a refusal about an identifier that is already assigned. */
  public static AlreadyAssigned toProto(AlreadyAssignedException refusal) {
    return AlreadyAssigned.newBuilder()
        .setNewest(toProto(refusal.newest()))
        .setSameContent(refusal.sameContent())
        .build();
  }
}
