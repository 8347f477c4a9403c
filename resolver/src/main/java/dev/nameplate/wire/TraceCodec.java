package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import com.google.protobuf.ByteString;
import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.gs1.Grain;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.TraceStep.Item;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.TraceStep.Summary;
import dev.nameplate.trace.TraceStep.Total;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.HoleReason;
import dev.nameplate.v1.ItemGrain;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceEvent;
import dev.nameplate.v1.TraceHole;
import dev.nameplate.v1.TraceItem;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceRole;
import dev.nameplate.v1.TraceSummary;
import dev.nameplate.v1.TraceTotal;
import dev.nameplate.v1.TraceVerdict;
import dev.nameplate.v1.VerdictAuthority;
import dev.nameplate.v1.VerdictTransfer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Traces: from the wire and to it. What reads a question throws {@link InvalidInputException} with
 * the path of the wrong field. {@link StepReader} reads whole steps, and checks them.
 */
public final class TraceCodec {
  /**
   * The most asking prefixes: as many as nodes in a chain of questions, with several prefixes each.
   */
  private static final int MOST_SHOWN = 256;

  private static final Constants<Direction, TraceDirection> DIRECTIONS =
      new Constants<>(Direction.class, TraceDirection.class, "TRACE_DIRECTION_");
  private static final Constants<Role, TraceRole> ROLES =
      new Constants<>(Role.class, TraceRole.class, "TRACE_ROLE_");
  static final Constants<Reason, HoleReason> REASONS =
      new Constants<>(Reason.class, HoleReason.class, "HOLE_REASON_");
  private static final Constants<Grain, ItemGrain> GRAINS =
      new Constants<>(Grain.class, ItemGrain.class, "ITEM_GRAIN_");
  private static final Constants<Verdict.Authority, VerdictAuthority> AUTHORITIES =
      new Constants<>(Verdict.Authority.class, VerdictAuthority.class, "VERDICT_AUTHORITY_");
  private static final Constants<Verdict.Transfer, VerdictTransfer> TRANSFERS =
      new Constants<>(Verdict.Transfer.class, VerdictTransfer.class, "VERDICT_TRANSFER_");

  private TraceCodec() {}

  public static TraceQuestion question(TraceRequest request) {
    return new TraceQuestion(
        sought("item", request.getItem()),
        DIRECTIONS
            .fromProto(request.getDirection())
            .orElseThrow(
                () ->
                    InvalidInputException.of(
                        "direction",
                        request.getDirection().toString(),
                        "TRACE_DIRECTION_UPSTREAM or TRACE_DIRECTION_DOWNSTREAM")),
        QuestionCodec.state(
            request.hasPosition(),
            request.getPosition(),
            request.hasTimeMillis(),
            request.getTimeMillis()),
        Unsigned.limit("max_depth", request.getMaxDepth()),
        Unsigned.number("max_items", request.getMaxItems()),
        request.getStrictTime(),
        slack(request.hasSlackMillis(), request.getSlackMillis(), TraceQuestion.DEFAULT_SLACK),
        request.getHistory(),
        request.getParts(),
        request.getRecursive(),
        request.getResumeToken(),
        shown(request.getShownList()),
        request.getCertify());
  }

  private static Set<Prefix> shown(List<String> prefixes) {
    if (prefixes.size() > MOST_SHOWN) {
      throw InvalidInputException.of(
          "shown", prefixes.size() + " prefixes", "at most " + MOST_SHOWN);
    }
    return prefixes.stream().map(Prefix::parse).collect(Collectors.toSet());
  }

  public static TraceRequest request(TraceQuestion question) {
    return builder(question).build();
  }

  public static TraceRequest request(TraceQuestion question, Budget.Limits left) {
    return builder(question).setBudget(QuestionCodec.budget(left)).build();
  }

  /** The bytes of a question, as certificates have them. */
  public static Bytes encoded(TraceQuestion question) {
    return Bytes.of(request(question).toByteString());
  }

  /**
   * Reads the bytes of a question.
   *
   * @throws dev.nameplate.error.RejectedStatementException if they are malformed
   */
  public static TraceQuestion decoded(Bytes question) {
    return reading(() -> question(AnswerRow.parsed(question, TraceRequest.parser())));
  }

  private static TraceRequest.Builder builder(TraceQuestion question) {
    TraceRequest.Builder request =
        TraceRequest.newBuilder()
            .setItem(question.item().toString())
            .setDirection(DIRECTIONS.toProto(question.direction()))
            .setMaxDepth(question.maxDepth())
            .setMaxItems(question.maxItems())
            .setStrictTime(question.strict())
            .setSlackMillis(question.slack().toMillis())
            .setHistory(question.history())
            .setParts(question.parts())
            .setRecursive(question.recursive())
            .setResumeToken(question.resume())
            .setCertify(question.certify());
    question.shown().stream().map(Prefix::toString).sorted().forEach(request::addShown);
    QuestionCodec.state(question.asOf(), request::setPosition, request::setTimeMillis);
    return request;
  }

  /** An item that is asked for, or the error that names its field. */
  public static ItemId sought(String field, String text) {
    try {
      return ItemId.sought(text);
    } catch (InvalidInputException e) {
      throw new InvalidItemException(field, e);
    }
  }

  static Duration slack(boolean said, long millis, Duration otherwise) {
    return said ? Duration.ofMillis(Unsigned.number("slack_millis", millis)) : otherwise;
  }

  /**
   * A step as a caller may see it.
   *
   * @param resumeToken with which the same question goes on behind the step
   * @param proofs the delegations that prove an event, the outermost first; none where they were in
   *     an earlier step
   */
  public static TraceResponse response(
      TraceStep step, String resumeToken, List<SignedStatement> proofs, Caller caller) {
    TraceResponse.Builder response = TraceResponse.newBuilder().setResumeToken(resumeToken);
    if (step instanceof Deed deed) {
      response.setEvent(event(deed, proofs, caller));
    } else if (step instanceof Item item) {
      response.setItem(item(item));
    } else if (step instanceof Hole hole) {
      response.setHole(hole(hole));
    } else {
      response.setSummary(summary((Summary) step));
    }
    return response.build();
  }

  /**
   * The row of a step in the certificate of its answer: the step without resume token and
   * delegations. Empty for a summary, which is no row.
   */
  public static Optional<Bytes> row(TraceResponse response) {
    if (response.hasSummary()) {
      return Optional.empty();
    }
    TraceResponse.Builder row = response.toBuilder().clearResumeToken();
    if (row.hasEvent()) {
      row.getEventBuilder().clearChain();
    }
    return Optional.of(Bytes.of(row.build().toByteString()));
  }

  private static TraceEvent event(Deed deed, List<SignedStatement> proofs, Caller caller) {
    TraceEvent.Builder event =
        TraceEvent.newBuilder()
            .setDepth(deed.depth())
            .setRole(ROLES.toProto(deed.role()))
            .setStatement(caller.shown(deed.event()).toProto())
            .setVerdict(verdict(deed.verdict()));
    deed.withdrawal()
        .ifPresent(withdrawal -> event.setWithdrawal(caller.shown(withdrawal).toProto()));
    proofs.forEach(link -> event.addChain(link.toProto()));
    return event.build();
  }

  static Role role(TraceRole proto) {
    return ROLES
        .fromProto(proto)
        .orElseThrow(() -> new UnacceptableAnswerException("an event has no role"));
  }

  private static TraceItem item(Item step) {
    return TraceItem.newBuilder()
        .setItem(step.id().toString())
        .setDepth(step.depth())
        .setGrain(GRAINS.toProto(step.id().grain()))
        .setRetired(step.retired())
        .build();
  }

  static Item item(TraceItem proto) {
    return new Item(ItemId.parse(proto.getItem()), depth(proto.getDepth()), proto.getRetired());
  }

  static int depth(int unsigned) {
    if (unsigned < 0) {
      throw new UnacceptableAnswerException("a depth is out of range");
    }
    return unsigned;
  }

  private static TraceVerdict verdict(Verdict verdict) {
    return TraceVerdict.newBuilder()
        .setKeyId(verdict.key().hash().asByteString())
        .setAuthority(AUTHORITIES.toProto(verdict.authority()))
        .setTransfer(TRANSFERS.toProto(verdict.transfer()))
        .setWithdrawnBy(
            verdict.withdrawnBy().map(id -> id.digest().asByteString()).orElse(ByteString.EMPTY))
        .setOutOfOrder(verdict.outOfOrder())
        .setCycle(verdict.cycle())
        .build();
  }

  /**
   * A node's findings about an event.
   *
   * @param key the key of the event's statement, which overrides the node's
   */
  static Verdict verdict(TraceVerdict proto, KeyId key) {
    return new Verdict(
        key,
        AUTHORITIES.fromProto(proto.getAuthority()).orElse(Verdict.Authority.UNKNOWN),
        TRANSFERS.fromProto(proto.getTransfer()).orElse(Verdict.Transfer.NONE),
        proto.getWithdrawnBy().isEmpty()
            ? Optional.empty()
            : Optional.of(new EventId(Bytes.of(proto.getWithdrawnBy()))),
        proto.getOutOfOrder(),
        proto.getCycle());
  }

  static TraceHole hole(Hole step) {
    TraceHole.Builder hole =
        TraceHole.newBuilder().setReason(REASONS.toProto(step.reason())).setDepth(step.depth());
    step.at().ifPresent(at -> hole.setItem(at.toString()));
    return hole.build();
  }

  /** The reason for a gap; an unknown reason of a newer node becomes {@code NO_ACCESS}. */
  static Reason reason(HoleReason proto) {
    return REASONS.fromProto(proto).orElse(Reason.NO_ACCESS);
  }

  static Hole hole(TraceHole proto) {
    return new Hole(
        reason(proto.getReason()), depth(proto.getDepth()), optionalItem(proto.getItem()));
  }

  static Optional<ItemId> optionalItem(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(ItemId.parse(text));
  }

  private static TraceSummary summary(Summary step) {
    TraceSummary.Builder summary =
        TraceSummary.newBuilder()
            .setItems(step.items())
            .setEvents(step.events())
            .setHoles(step.holes())
            .setComplete(step.complete())
            .setLast(step.last())
            .setAsOfPosition(step.asOfPosition())
            .setAsOfTimeMillis(step.asOfTime().toEpochMilli());
    for (Total total : step.totals()) {
      summary.addTotals(
          TraceTotal.newBuilder()
              .setParty(total.party().toString())
              .setUnit(total.unit())
              .setAmount(amount(total.unit(), total.amount()))
              .setItems(total.items()));
    }
    step.certificate()
        .ifPresent(certificate -> summary.setCertificate(CertificateCodec.toProto(certificate)));
    return summary.build();
  }

  static Summary summary(TraceSummary proto) {
    return new Summary(
        proto.getItems(),
        proto.getEvents(),
        proto.getHoles(),
        proto.getTotalsList().stream()
            .map(
                total ->
                    new Total(
                        Prefix.parse(total.getParty()),
                        total.getUnit(),
                        amount(total.getUnit(), total.getAmount()),
                        total.getItems()))
            .toList(),
        proto.getComplete(),
        proto.getLast(),
        proto.getAsOfPosition(),
        Instant.ofEpochMilli(proto.getAsOfTimeMillis()),
        CertificateCodec.optional(proto.hasCertificate(), proto.getCertificate()));
  }

  /** The sum of a total; empty without a unit. */
  static String amount(String unit, BigDecimal sum) {
    return unit.isEmpty() ? "" : sum.toString();
  }

  /** The sum of a total, 0 without a unit; its digits are bounded before anything is printed. */
  static BigDecimal amount(String unit, String sum) {
    return unit.isEmpty() ? BigDecimal.ZERO : Quantity.sum(sum, Quantity.PIECES).amount();
  }
}
