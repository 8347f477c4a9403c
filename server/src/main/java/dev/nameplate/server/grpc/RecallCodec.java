package dev.nameplate.server.grpc;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.v1.RecallCertainty;
import dev.nameplate.v1.RecallExtent;
import dev.nameplate.v1.RecallFound;
import dev.nameplate.v1.RecallHandover;
import dev.nameplate.v1.RecallItem;
import dev.nameplate.v1.RecallMaking;
import dev.nameplate.v1.RecallPresence;
import dev.nameplate.v1.RecallProgress;
import dev.nameplate.v1.RecallReason;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.RecallSummary;
import dev.nameplate.v1.RecallSuspect;
import dev.nameplate.v1.RecallTotal;
import dev.nameplate.v1.TraceQuantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates recalls, and steps of answers back. Throws as {@link ProtoCodec} does. */
final class RecallCodec {
  private RecallCodec() {}

  static RecallQuestion question(RecallRequest request) {
    List<Suspect> suspects = new ArrayList<>();
    for (RecallSuspect suspect : request.getSuspectsList()) {
      suspects.add(
          new Suspect(
              TraceCodec.item("suspects[" + suspects.size() + "].item", suspect.getItem()),
              suspect.hasFromMillis() ? time(suspect.getFromMillis()) : Optional.empty(),
              suspect.hasUntilMillis() ? time(suspect.getUntilMillis()) : Optional.empty()));
    }
    return new RecallQuestion(
        suspects,
        switch (request.getAsOfCase()) {
          case ASOF_NOT_SET -> AsOf.Newest.NEWEST;
          case POSITION -> TraceCodec.position(request.getPosition());
          case TIME_MILLIS -> TraceCodec.time(request.getTimeMillis());
        },
        request.hasSlackMillis()
            ? Duration.ofMillis(ProtoCodec.number("slack_millis", request.getSlackMillis()))
            : RecallQuestion.DEFAULT_SLACK,
        TraceCodec.most("max_depth", request.getMaxDepth()),
        ProtoCodec.number("max_items", request.getMaxItems()));
  }

  private static Optional<Instant> time(long millis) {
    return Optional.of(Instant.ofEpochMilli(millis));
  }

  static RecallResponse response(RecallStep step) {
    RecallResponse.Builder response = RecallResponse.newBuilder();
    if (step instanceof RecallStep.Affected item) {
      return response.setItem(item(item)).build();
    }
    if (step instanceof RecallStep.Progress progress) {
      return response.setProgress(progress(progress)).build();
    }
    return step instanceof RecallStep.Hole hole
        ? response
            .setHole(TraceCodec.hole(new TraceStep.Hole(hole.reason(), hole.depth(), hole.at())))
            .build()
        : response.setSummary(summary((RecallStep.Summary) step)).build();
  }

  private static RecallProgress progress(RecallStep.Progress step) {
    RecallProgress.Builder progress =
        RecallProgress.newBuilder().setItems(step.items()).setLocated(step.located());
    step.found()
        .ifPresent(
            found ->
                progress.setFound(
                    RecallFound.newBuilder()
                        .setCertain(found.certain())
                        .setPossible(found.possible())
                        .setExcluded(found.excluded())
                        .setHoles(found.holes())));
    return progress.build();
  }

  private static RecallSummary summary(RecallStep.Summary step) {
    RecallSummary.Builder summary =
        RecallSummary.newBuilder()
            .setCertain(step.certain())
            .setPossible(step.possible())
            .setExcluded(step.excluded())
            .setTotalCount(step.totalCount())
            .setApart(step.apart())
            .setHoles(step.holes())
            .setComplete(step.complete())
            .setAsOfPosition(step.asOfPosition())
            .setAsOfTimeMillis(step.asOfTime().toEpochMilli())
            .setLast(step.last());
    for (RecallStep.Total total : step.totals()) {
      summary.addTotals(
          RecallTotal.newBuilder()
              .setHolder(total.holder())
              .setCertainty(certainty(total.certainty()))
              .setUnit(total.unit())
              .setAmount(total.unit().isEmpty() ? "" : total.left().toString())
              .setAtLeast(total.unit().isEmpty() ? "" : total.atLeast().toString())
              .setItems(total.items()));
    }
    return summary.build();
  }

  private static RecallItem item(RecallStep.Affected step) {
    RecallItem.Builder item =
        RecallItem.newBuilder()
            .setItem(step.item().toString())
            .setDepth(step.depth())
            .setCertainty(certainty(step.certainty()))
            .setReason(RecallReason.valueOf("RECALL_REASON_" + step.reason().name()))
            .setHolder(step.holder())
            .setInside(step.inside().map(ItemId::toString).orElse(""))
            .setPresence(RecallPresence.valueOf("RECALL_PRESENCE_" + step.presence().name()))
            .setExtent(RecallExtent.valueOf("RECALL_EXTENT_" + step.extent().name()));
    step.left().forEach(much -> item.addLeft(quantity(much)));
    step.atLeast().forEach(much -> item.addAtLeast(quantity(much)));
    step.making().ifPresent(making -> item.setMaking(making(making)));
    step.handover().ifPresent(handover -> item.setHandover(handover(handover)));
    return item.build();
  }

  private static RecallMaking making(RecallStep.Making step) {
    RecallMaking.Builder making =
        RecallMaking.newBuilder()
            .setEventId(step.event().digest().asByteString())
            .setRecorder(step.recorder().toString())
            .setTimeMillis(step.time().toEpochMilli())
            .setPlace(step.place());
    step.made().ifPresent(much -> making.setMade(quantity(much)));
    return making.build();
  }

  private static RecallHandover handover(RecallStep.Handover step) {
    return RecallHandover.newBuilder()
        .setEventId(step.event().digest().asByteString())
        .setTimeMillis(step.time().toEpochMilli())
        .setFrom(step.from())
        .setTo(step.to())
        .setPlace(step.place())
        .addAllDocuments(step.documents())
        .build();
  }

  static TraceQuantity quantity(Quantity much) {
    return TraceQuantity.newBuilder()
        .setAmount(much.amount().toPlainString())
        .setUnit(much.unit())
        .build();
  }

  private static RecallCertainty certainty(RecallStep.Certainty certainty) {
    return switch (certainty) {
      case CERTAIN -> RecallCertainty.RECALL_CERTAINTY_CERTAIN;
      case POSSIBLE -> RecallCertainty.RECALL_CERTAINTY_POSSIBLE;
      case EXCLUDED -> RecallCertainty.RECALL_CERTAINTY_EXCLUDED;
    };
  }
}
