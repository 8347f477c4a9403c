package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.balance.Account;
import dev.nameplate.trace.balance.Finding;
import dev.nameplate.trace.balance.LotBalance;
import dev.nameplate.trace.balance.ProcessYield;
import dev.nameplate.trace.balance.Reconciled;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.recall.LotPlace;
import dev.nameplate.v1.BalanceVerdict;
import dev.nameplate.v1.FindingKind;
import dev.nameplate.v1.LotAccount;
import dev.nameplate.v1.LotFinding;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ReconcileResponse;
import dev.nameplate.v1.StockCount;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Balances of lots: from the wire and to it. Nothing proves a balance: it is what the node says.
 */
public final class BalanceCodec {
  private static final Constants<Account.Verdict, BalanceVerdict> VERDICTS =
      new Constants<>(Account.Verdict.class, BalanceVerdict.class, "BALANCE_VERDICT_");
  private static final Constants<Finding.Kind, FindingKind> KINDS =
      new Constants<>(Finding.Kind.class, FindingKind.class, "FINDING_KIND_");

  private BalanceCodec() {}

  public static Reconciliation.Question question(ReconcileRequest request) {
    return new Reconciliation.Question(
        TraceCodec.sought("item", request.getItem()),
        QuestionCodec.state(
            request.hasPosition(),
            request.getPosition(),
            request.hasTimeMillis(),
            request.getTimeMillis()),
        TraceCodec.slack(
            request.hasSlackMillis(), request.getSlackMillis(), TraceQuestion.DEFAULT_SLACK));
  }

  public static Tolerance tolerance(ReconcileRequest request) {
    return switch (request.getToleranceCase()) {
      case TOLERANCE_AMOUNT -> Tolerance.amount(request.getToleranceAmount());
      case TOLERANCE_PERCENT -> Tolerance.percent(request.getTolerancePercent());
      case TOLERANCE_NOT_SET -> Tolerance.NONE;
    };
  }

  /**
   * The request for a question.
   *
   * @param tolerance in percent or as an amount, not both
   * @param yields true to include the yields of processes
   */
  public static ReconcileRequest request(
      Reconciliation.Question question, Tolerance tolerance, boolean yields) {
    ReconcileRequest.Builder request =
        ReconcileRequest.newBuilder()
            .setItem(question.lot().toString())
            .setSlackMillis(question.slack().toMillis())
            .setYields(yields);
    if (tolerance.percent().signum() > 0) {
      if (tolerance.amount().signum() > 0) {
        throw InvalidInputException.of(
            "tolerance", tolerance.toString(), "a percentage or an amount, not both");
      }
      request.setTolerancePercent(tolerance.percent().toString());
    } else {
      request.setToleranceAmount(tolerance.amount().toString());
    }
    QuestionCodec.state(question.asOf(), request::setPosition, request::setTimeMillis);
    return request.build();
  }

  /** A part of an answer. */
  public static ReconcileResponse response(Reconciled part) {
    ReconcileResponse.Builder response = ReconcileResponse.newBuilder();
    if (part instanceof Reconciled.Balance whole) {
      return response.setBalance(balance(whole.balance())).build();
    }
    return part instanceof Reconciled.Yield yield
        ? response.setYield(made(yield.made())).build()
        : response.setMoreYields(true).build();
  }

  /** Reads a part of an answer; empty if its kind is unknown. */
  public static Optional<Reconciled> part(ReconcileResponse response) {
    return reading(() -> read(response));
  }

  private static Optional<Reconciled> read(ReconcileResponse response) {
    return switch (response.getStepCase()) {
      case BALANCE -> Optional.of(new Reconciled.Balance(balance(response.getBalance())));
      case YIELD -> Optional.of(new Reconciled.Yield(made(response.getYield())));
      case MORE_YIELDS -> Optional.of(new Reconciled.MoreYields());
      case STEP_NOT_SET -> Optional.empty();
    };
  }

  private static dev.nameplate.v1.LotBalance balance(LotBalance balance) {
    dev.nameplate.v1.LotBalance.Builder proto =
        dev.nameplate.v1.LotBalance.newBuilder()
            .setItem(balance.lot().toString())
            .setFindingCount(balance.findingCount())
            .setEvents(balance.events())
            .setUnsaid(balance.unsaid())
            .setPlaceCount(balance.placeCount());
    balance.accounts().forEach(account -> proto.addAccounts(account(account)));
    balance.findings().forEach(finding -> proto.addFindings(finding(finding)));
    balance.places().forEach(place -> proto.addPlaces(place(place)));
    return proto.build();
  }

  private static LotBalance balance(dev.nameplate.v1.LotBalance proto) {
    return new LotBalance(
        ItemId.parse(proto.getItem()),
        proto.getAccountsList().stream().map(BalanceCodec::account).toList(),
        proto.getFindingsList().stream().map(BalanceCodec::finding).toList(),
        proto.getFindingCount(),
        proto.getEvents(),
        proto.getUnsaid(),
        proto.getPlacesList().stream().map(BalanceCodec::place).toList(),
        proto.getPlaceCount());
  }

  private static dev.nameplate.v1.LotPlace place(LotPlace place) {
    return dev.nameplate.v1.LotPlace.newBuilder()
        .setHolder(place.holder())
        .setInside(place.inside().map(ItemId::toString).orElse(""))
        .setExtent(RecallCodec.EXTENTS.toProto(place.extent()))
        .addAllLeft(RecallCodec.protos(place.left()))
        .addAllAtLeast(RecallCodec.protos(place.atLeast()))
        .build();
  }

  private static LotPlace place(dev.nameplate.v1.LotPlace proto) {
    return new LotPlace(
        proto.getHolder(),
        TraceCodec.optionalItem(proto.getInside()),
        RecallCodec.EXTENTS.required(proto.getExtent()),
        RecallCodec.quantities(proto.getLeftList()),
        RecallCodec.quantities(proto.getAtLeastList()));
  }

  private static LotAccount account(Account account) {
    LotAccount.Builder proto =
        LotAccount.newBuilder()
            .setUnit(account.unit())
            .setMade(account.made().toString())
            .setReceived(account.received().toString())
            .setUsed(account.used().toString())
            .setShipped(account.shipped().toString())
            .setScrapped(account.scrapped().toString())
            .setOnHand(account.onHand().toString())
            .setVerdict(VERDICTS.toProto(account.verdict()));
    account
        .count()
        .ifPresent(
            count ->
                proto.setCounted(
                    StockCount.newBuilder()
                        .setCounted(count.counted().toString())
                        .setExpected(count.expected().toString())
                        .setTimeMillis(count.time().toEpochMilli())));
    return proto.build();
  }

  private static Account account(LotAccount proto) {
    StockCount count = proto.getCounted();
    return new Account(
        proto.getUnit(),
        amount(proto.getMade()),
        amount(proto.getReceived()),
        amount(proto.getUsed()),
        amount(proto.getShipped()),
        amount(proto.getScrapped()),
        proto.hasCounted()
            ? Optional.of(
                new Account.StockCount(
                    Instant.ofEpochMilli(count.getTimeMillis()),
                    amount(count.getCounted()),
                    amount(count.getExpected())))
            : Optional.empty(),
        VERDICTS.required(proto.getVerdict()));
  }

  /** An amount as a node states it, less than 0 if use exceeds supply. */
  private static BigDecimal amount(String text) {
    boolean negative = text.startsWith("-");
    BigDecimal amount = Quantity.sum(negative ? text.substring(1) : text, Quantity.PIECES).amount();
    return negative ? amount.negate() : amount;
  }

  private static LotFinding finding(Finding finding) {
    LotFinding.Builder proto =
        LotFinding.newBuilder()
            .setKind(KINDS.toProto(finding.kind()))
            .setItem(finding.item().toString());
    finding
        .quantity()
        .ifPresent(much -> proto.setAmount(much.amount().toString()).setUnit(much.unit()));
    finding.events().forEach(event -> proto.addEventIds(event.digest().asByteString()));
    return proto.build();
  }

  private static Finding finding(LotFinding proto) {
    return new Finding(
        KINDS.required(proto.getKind()),
        ItemId.parse(proto.getItem()),
        proto.getAmount().isEmpty()
            ? Optional.empty()
            : Optional.of(Quantity.sum(proto.getAmount(), proto.getUnit())),
        proto.getEventIdsList().stream().map(id -> new EventId(Bytes.of(id))).toList());
  }

  private static dev.nameplate.v1.ProcessYield made(ProcessYield made) {
    return dev.nameplate.v1.ProcessYield.newBuilder()
        .setProcess(made.process())
        .setUnit(made.unit())
        .setInput(made.used().toString())
        .setOutput(made.made().toString())
        .setPercent(made.percent().map(BigDecimal::toPlainString).orElse(""))
        .setWhole(made.whole())
        .build();
  }

  private static ProcessYield made(dev.nameplate.v1.ProcessYield proto) {
    return new ProcessYield(
        proto.getProcess(),
        proto.getUnit(),
        amount(proto.getInput()),
        amount(proto.getOutput()),
        proto.getWhole());
  }
}
