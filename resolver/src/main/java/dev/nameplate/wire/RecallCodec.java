package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.Period;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Difference;
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
import dev.nameplate.trace.recall.RecallStep.Witness;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.v1.RecallCertainty;
import dev.nameplate.v1.RecallDifference;
import dev.nameplate.v1.RecallExtent;
import dev.nameplate.v1.RecallFound;
import dev.nameplate.v1.RecallHandover;
import dev.nameplate.v1.RecallItem;
import dev.nameplate.v1.RecallMaking;
import dev.nameplate.v1.RecallPeriod;
import dev.nameplate.v1.RecallPresence;
import dev.nameplate.v1.RecallProgress;
import dev.nameplate.v1.RecallReason;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.v1.RecallSummary;
import dev.nameplate.v1.RecallSuspect;
import dev.nameplate.v1.RecallTotal;
import dev.nameplate.v1.RecallWitness;
import dev.nameplate.v1.TraceHole;
import dev.nameplate.v1.TraceQuantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Recalls: from the wire and to it. Nothing proves the steps of a recall: they are what the node
 * says.
 */
public final class RecallCodec {
  static final Constants<Extent, RecallExtent> EXTENTS =
      new Constants<>(Extent.class, RecallExtent.class, "RECALL_EXTENT_");
  private static final Constants<Certainty, RecallCertainty> CERTAINTIES =
      new Constants<>(Certainty.class, RecallCertainty.class, "RECALL_CERTAINTY_");
  private static final Constants<Reason, RecallReason> REASONS =
      new Constants<>(Reason.class, RecallReason.class, "RECALL_REASON_");
  private static final Constants<Presence, RecallPresence> PRESENCES =
      new Constants<>(Presence.class, RecallPresence.class, "RECALL_PRESENCE_");

  private RecallCodec() {}

  public static RecallQuestion question(RecallRequest request) {
    List<Suspect> suspects = new ArrayList<>();
    for (RecallSuspect suspect : request.getSuspectsList()) {
      suspects.add(
          new Suspect(
              TraceCodec.sought("suspects[" + suspects.size() + "].item", suspect.getItem()),
              time(suspect.hasFromMillis(), suspect.getFromMillis()),
              time(suspect.hasUntilMillis(), suspect.getUntilMillis())));
    }
    return new RecallQuestion(
        suspects,
        QuestionCodec.state(
            request.hasPosition(),
            request.getPosition(),
            request.hasTimeMillis(),
            request.getTimeMillis()),
        TraceCodec.slack(
            request.hasSlackMillis(), request.getSlackMillis(), RecallQuestion.DEFAULT_SLACK),
        Unsigned.limit("max_depth", request.getMaxDepth()),
        Unsigned.number("max_items", request.getMaxItems()),
        request.hasReceived() ? Optional.of(period(request.getReceived())) : Optional.empty(),
        request.getRecursive(),
        request.getCertify());
  }

  private static Period period(RecallPeriod period) {
    return new Period(
        Instant.ofEpochMilli(period.getFromMillis()),
        Instant.ofEpochMilli(period.getUntilMillis()));
  }

  static Optional<Instant> time(boolean said, long millis) {
    return said ? Optional.of(Instant.ofEpochMilli(millis)) : Optional.empty();
  }

  public static RecallRequest request(RecallQuestion question) {
    RecallRequest.Builder request =
        RecallRequest.newBuilder()
            .setSlackMillis(question.slack().toMillis())
            .setMaxDepth(question.maxDepth())
            .setMaxItems(question.maxItems())
            .setRecursive(question.recursive())
            .setCertify(question.certify());
    for (Suspect suspect : question.suspects()) {
      RecallSuspect.Builder one = RecallSuspect.newBuilder().setItem(suspect.item().toString());
      suspect.from().ifPresent(time -> one.setFromMillis(time.toEpochMilli()));
      suspect.until().ifPresent(time -> one.setUntilMillis(time.toEpochMilli()));
      request.addSuspects(one);
    }
    QuestionCodec.state(question.asOf(), request::setPosition, request::setTimeMillis);
    question
        .received()
        .ifPresent(
            period ->
                request.setReceived(
                    RecallPeriod.newBuilder()
                        .setFromMillis(period.from().toEpochMilli())
                        .setUntilMillis(period.until().toEpochMilli())));
    return request.build();
  }

  /** The bytes of a question, as certificates have them. */
  public static Bytes encoded(RecallQuestion question) {
    return Bytes.of(request(question).toByteString());
  }

  /**
   * Reads the bytes of a question.
   *
   * @throws dev.nameplate.error.RejectedStatementException if they are malformed
   */
  public static RecallQuestion decoded(Bytes question) {
    return reading(() -> question(AnswerRow.parsed(question, RecallRequest.parser())));
  }

  /** A step. */
  public static RecallResponse response(RecallStep step) {
    RecallResponse.Builder response = RecallResponse.newBuilder();
    if (step instanceof Affected item) {
      return response.setItem(item(item)).build();
    }
    if (step instanceof Progress progress) {
      return response.setProgress(progress(progress)).build();
    }
    if (step instanceof Witness witness) {
      return response.setWitness(witness(witness)).build();
    }
    if (step instanceof Difference difference) {
      return response.setDifference(difference(difference)).build();
    }
    return step instanceof Hole hole
        ? response
            .setHole(TraceCodec.hole(new TraceStep.Hole(hole.reason(), hole.depth(), hole.at())))
            .build()
        : response.setSummary(summary((Summary) step)).build();
  }

  /**
   * The row of a step in the certificate of its answer: the step itself. Empty for a summary and
   * for progress, which are no rows.
   */
  public static Optional<Bytes> row(RecallResponse response) {
    return response.hasSummary() || response.hasProgress()
        ? Optional.empty()
        : Optional.of(Bytes.of(response.toByteString()));
  }

  /** Reads a step; empty if its kind is unknown. */
  public static Optional<RecallStep> step(RecallResponse response) {
    return reading(() -> read(response));
  }

  private static Optional<RecallStep> read(RecallResponse response) {
    return switch (response.getStepCase()) {
      case SUMMARY -> Optional.of(summary(response.getSummary()));
      case ITEM -> Optional.of(item(response.getItem()));
      case HOLE -> Optional.of(hole(response.getHole()));
      case PROGRESS -> Optional.of(progress(response.getProgress()));
      case WITNESS -> Optional.of(witness(response.getWitness()));
      case DIFFERENCE -> Optional.of(difference(response.getDifference()));
      case STEP_NOT_SET -> Optional.empty();
    };
  }

  private static Hole hole(TraceHole proto) {
    TraceStep.Hole hole = TraceCodec.hole(proto);
    return new Hole(hole.reason(), hole.depth(), hole.at());
  }

  private static RecallWitness witness(Witness step) {
    RecallWitness.Builder witness =
        RecallWitness.newBuilder()
            .setAuthority(step.authority().toString())
            .setEvents(step.events())
            .setAsOfPosition(step.asOfPosition())
            .setAsOfTimeMillis(step.asOfTime().toEpochMilli());
    step.gaps().stream().sorted().map(TraceCodec.REASONS::toProto).forEach(witness::addGaps);
    return witness.build();
  }

  private static Witness witness(RecallWitness proto) {
    return new Witness(
        Prefix.parse(proto.getAuthority()),
        proto.getGapsList().stream().map(TraceCodec::reason).collect(Collectors.toSet()),
        proto.getEvents(),
        proto.getAsOfPosition(),
        Instant.ofEpochMilli(proto.getAsOfTimeMillis()));
  }

  private static RecallDifference difference(Difference step) {
    return RecallDifference.newBuilder()
        .setItem(step.item().toString())
        .setFrom(step.from().toString())
        .setTo(step.to().toString())
        .setGiven(proto(step.given()))
        .setReceived(proto(step.received()))
        .build();
  }

  private static Difference difference(RecallDifference proto) {
    return new Difference(
        ItemId.parse(proto.getItem()),
        Prefix.parse(proto.getFrom()),
        Prefix.parse(proto.getTo()),
        quantity(proto.getGiven()),
        quantity(proto.getReceived()));
  }

  private static RecallProgress progress(Progress step) {
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

  private static RecallSummary summary(Summary step) {
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
    for (Total total : step.totals()) {
      summary.addTotals(
          RecallTotal.newBuilder()
              .setHolder(total.holder())
              .setCertainty(CERTAINTIES.toProto(total.certainty()))
              .setUnit(total.unit())
              .setAmount(TraceCodec.amount(total.unit(), total.left()))
              .setAtLeast(TraceCodec.amount(total.unit(), total.atLeast()))
              .setItems(total.items()));
    }
    step.certificate()
        .ifPresent(certificate -> summary.setCertificate(CertificateCodec.toProto(certificate)));
    return summary.build();
  }

  private static Summary summary(RecallSummary proto) {
    return new Summary(
        proto.getTotalsList().stream()
            .map(
                total ->
                    new Total(
                        total.getHolder(),
                        CERTAINTIES.required(total.getCertainty()),
                        total.getUnit(),
                        TraceCodec.amount(total.getUnit(), total.getAtLeast()),
                        TraceCodec.amount(total.getUnit(), total.getAmount()),
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
        proto.getLast(),
        CertificateCodec.optional(proto.hasCertificate(), proto.getCertificate()));
  }

  private static RecallItem item(Affected step) {
    RecallItem.Builder item =
        RecallItem.newBuilder()
            .setItem(step.item().toString())
            .setDepth(step.depth())
            .setCertainty(CERTAINTIES.toProto(step.certainty()))
            .setReason(REASONS.toProto(step.reason()))
            .setHolder(step.holder())
            .setInside(step.inside().map(ItemId::toString).orElse(""))
            .setPresence(PRESENCES.toProto(step.presence()))
            .setExtent(EXTENTS.toProto(step.extent()))
            .addAllLeft(protos(step.left()))
            .addAllAtLeast(protos(step.atLeast()));
    step.making().ifPresent(making -> item.setMaking(making(making)));
    step.handover().ifPresent(handover -> item.setHandover(handover(handover)));
    return item.build();
  }

  private static Affected item(RecallItem proto) {
    return new Affected(
        ItemId.parse(proto.getItem()),
        proto.getDepth(),
        REASONS.required(proto.getReason()),
        proto.getHolder(),
        TraceCodec.optionalItem(proto.getInside()),
        PRESENCES.required(proto.getPresence()),
        EXTENTS.required(proto.getExtent()),
        quantities(proto.getLeftList()),
        quantities(proto.getAtLeastList()),
        proto.hasMaking() ? Optional.of(making(proto.getMaking())) : Optional.empty(),
        proto.hasHandover() ? Optional.of(handover(proto.getHandover())) : Optional.empty());
  }

  private static RecallMaking making(Making step) {
    RecallMaking.Builder making =
        RecallMaking.newBuilder()
            .setEventId(step.event().digest().asByteString())
            .setRecorder(step.recorder().toString())
            .setTimeMillis(step.time().toEpochMilli())
            .setPlace(step.place());
    step.made().ifPresent(much -> making.setMade(proto(much)));
    return making.build();
  }

  private static Making making(RecallMaking proto) {
    return new Making(
        new EventId(Bytes.of(proto.getEventId())),
        Prefix.parse(proto.getRecorder()),
        Instant.ofEpochMilli(proto.getTimeMillis()),
        proto.getPlace(),
        proto.hasMade() ? Optional.of(quantity(proto.getMade())) : Optional.empty());
  }

  private static RecallHandover handover(Handover step) {
    return RecallHandover.newBuilder()
        .setEventId(step.event().digest().asByteString())
        .setTimeMillis(step.time().toEpochMilli())
        .setFrom(step.from())
        .setTo(step.to())
        .setPlace(step.place())
        .addAllDocuments(step.documents())
        .build();
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

  static List<TraceQuantity> protos(List<Quantity> quantities) {
    return quantities.stream().map(RecallCodec::proto).toList();
  }

  private static TraceQuantity proto(Quantity much) {
    return TraceQuantity.newBuilder()
        .setAmount(much.amount().toPlainString())
        .setUnit(much.unit())
        .build();
  }

  /** Amounts as a node states them. */
  public static List<Quantity> quantities(List<TraceQuantity> protos) {
    return protos.stream().map(RecallCodec::quantity).toList();
  }

  /** An amount as a node states it; its digits are bounded before anything is printed. */
  private static Quantity quantity(TraceQuantity proto) {
    return new Quantity(Quantity.sum(proto.getAmount(), Quantity.PIECES).amount(), proto.getUnit());
  }
}
