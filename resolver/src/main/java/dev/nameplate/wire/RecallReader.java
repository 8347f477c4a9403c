package dev.nameplate.wire;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Found;
import dev.nameplate.trace.recall.RecallStep.Handover;
import dev.nameplate.trace.recall.RecallStep.Hole;
import dev.nameplate.trace.recall.RecallStep.Making;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.RecallStep.Progress;
import dev.nameplate.trace.recall.RecallStep.Reason;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallStep.Total;
import dev.nameplate.v1.RecallFound;
import dev.nameplate.v1.RecallHandover;
import dev.nameplate.v1.RecallItem;
import dev.nameplate.v1.RecallMaking;
import dev.nameplate.v1.RecallProgress;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.RecallSummary;
import dev.nameplate.v1.TraceHole;
import dev.nameplate.v1.TraceQuantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the steps of a recall, which nothing proves: they are what the node says. */
public final class RecallReader {
  private RecallReader() {}

  /**
   * Reads a step; empty if it says nothing that is known here.
   *
   * @throws dev.nameplate.error.InvalidInputException if it is malformed
   */
  public static Optional<RecallStep> read(RecallResponse response) {
    return switch (response.getStepCase()) {
      case SUMMARY -> Optional.of(summary(response.getSummary()));
      case ITEM -> Optional.of(item(response.getItem()));
      case HOLE -> Optional.of(hole(response.getHole()));
      case PROGRESS -> Optional.of(progress(response.getProgress()));
      case STEP_NOT_SET -> Optional.empty();
    };
  }

  private static Progress progress(RecallProgress proto) {
    RecallFound found = proto.getFound();
    return new Progress(
        proto.getItems(),
        proto.getLocated(),
        proto.hasFound()
            ? Optional.of(
                new Found(
                    found.getCertain(), found.getPossible(), found.getExcluded(), found.getHoles()))
            : Optional.empty());
  }

  private static Summary summary(RecallSummary proto) {
    return new Summary(
        proto.getTotalsList().stream()
            .map(
                total ->
                    new Total(
                        total.getHolder(),
                        constant(Certainty.class, "RECALL_CERTAINTY_", total.getCertainty()),
                        total.getUnit(),
                        total.getUnit().isEmpty() ? BigDecimal.ZERO : amount(total.getAtLeast()),
                        total.getUnit().isEmpty() ? BigDecimal.ZERO : amount(total.getAmount()),
                        total.getItems()))
            .toList(),
        proto.getTotalCount(),
        proto.getCertain(),
        proto.getPossible(),
        proto.getExcluded(),
        proto.getApart(),
        proto.getHoles(),
        proto.getComplete(),
        proto.getAsOfPosition(),
        Instant.ofEpochMilli(proto.getAsOfTimeMillis()),
        proto.getLast());
  }

  private static Affected item(RecallItem proto) {
    return new Affected(
        ItemId.parse(proto.getItem()),
        proto.getDepth(),
        constant(Reason.class, "RECALL_REASON_", proto.getReason()),
        proto.getHolder(),
        StepReader.item(proto.getInside()),
        constant(Presence.class, "RECALL_PRESENCE_", proto.getPresence()),
        constant(Extent.class, "RECALL_EXTENT_", proto.getExtent()),
        quantities(proto.getLeftList()),
        quantities(proto.getAtLeastList()),
        proto.hasMaking() ? Optional.of(making(proto.getMaking())) : Optional.empty(),
        proto.hasHandover() ? Optional.of(handover(proto.getHandover())) : Optional.empty());
  }

  private static Making making(RecallMaking proto) {
    return new Making(
        new EventId(Bytes.of(proto.getEventId())),
        Prefix.parse(proto.getRecorder()),
        Instant.ofEpochMilli(proto.getTimeMillis()),
        proto.getPlace(),
        proto.hasMade() ? Optional.of(quantity(proto.getMade())) : Optional.empty());
  }

  private static Handover handover(RecallHandover proto) {
    return new Handover(
        new EventId(Bytes.of(proto.getEventId())),
        Instant.ofEpochMilli(proto.getTimeMillis()),
        proto.getFrom(),
        proto.getTo(),
        proto.getPlace(),
        proto.getDocumentsList());
  }

  private static Hole hole(TraceHole proto) {
    return new Hole(
        StepReader.reason(proto.getReason()), proto.getDepth(), StepReader.item(proto.getItem()));
  }

  /** The constant of ours that one of the wire stands for; all of its kind begin alike. */
  private static <E extends Enum<E>> E constant(Class<E> type, String start, Enum<?> wire) {
    return Stream.of(type.getEnumConstants())
        .filter(constant -> wire.name().equals(start + constant.name()))
        .findFirst()
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    "answer", wire.name(), "one of " + List.of(type.getEnumConstants())));
  }

  /** Amounts that a node says. */
  public static List<Quantity> quantities(List<TraceQuantity> protos) {
    return protos.stream().map(RecallReader::quantity).toList();
  }

  private static Quantity quantity(TraceQuantity proto) {
    return new Quantity(amount(proto.getAmount()), proto.getUnit());
  }

  /** An amount that a node says; its digits are bounded before anything is printed. */
  static BigDecimal amount(String text) {
    return Quantity.sum(text, Quantity.PIECES).amount();
  }
}
