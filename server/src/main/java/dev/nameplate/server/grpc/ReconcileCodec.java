package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.event.ItemId;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.server.operation.Reconciled;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.balance.Account;
import dev.nameplate.trace.balance.Finding;
import dev.nameplate.trace.balance.LotBalance;
import dev.nameplate.trace.balance.ProcessYield;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.recall.LotPlace;
import dev.nameplate.v1.BalanceVerdict;
import dev.nameplate.v1.FindingKind;
import dev.nameplate.v1.LotAccount;
import dev.nameplate.v1.LotFinding;
import dev.nameplate.v1.RecallExtent;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ReconcileResponse;
import dev.nameplate.v1.StockCount;
import java.math.BigDecimal;
import java.time.Duration;

/** Translates questions about balances, and the answers. Throws as {@link ProtoCodec} does. */
final class ReconcileCodec {
  private ReconcileCodec() {}

  static Reconciliation.Question question(ReconcileRequest request, Caller caller) {
    return new Reconciliation.Question(
        TraceCodec.item("item", request.getItem()),
        switch (request.getAsOfCase()) {
          case ASOF_NOT_SET -> AsOf.Newest.NEWEST;
          case POSITION -> TraceCodec.position(request.getPosition());
          case TIME_MILLIS -> TraceCodec.time(request.getTimeMillis());
        },
        request.hasSlackMillis()
            ? Duration.ofMillis(ProtoCodec.number("slack_millis", request.getSlackMillis()))
            : TraceQuestion.DEFAULT_SLACK,
        caller);
  }

  static Tolerance tolerance(ReconcileRequest request) {
    return switch (request.getToleranceCase()) {
      case TOLERANCE_AMOUNT -> Tolerance.amount(request.getToleranceAmount());
      case TOLERANCE_PERCENT -> Tolerance.percent(request.getTolerancePercent());
      case TOLERANCE_NOT_SET -> Tolerance.NONE;
    };
  }

  static ReconcileResponse response(Reconciled part) {
    if (part instanceof Reconciled.Balance whole) {
      return response(whole.balance());
    }
    return part instanceof Reconciled.Yield yield
        ? response(yield.made())
        : ReconcileResponse.newBuilder().setMoreYields(true).build();
  }

  private static ReconcileResponse response(LotBalance balance) {
    dev.nameplate.v1.LotBalance.Builder proto =
        dev.nameplate.v1.LotBalance.newBuilder()
            .setItem(balance.lot().toString())
            .setFindingCount(balance.findingCount())
            .setEvents(balance.events())
            .setUnsaid(balance.unsaid());
    balance.accounts().forEach(account -> proto.addAccounts(account(account)));
    balance.findings().forEach(finding -> proto.addFindings(finding(finding)));
    balance.places().forEach(place -> proto.addPlaces(place(place)));
    proto.setPlaceCount(balance.placeCount());
    return ReconcileResponse.newBuilder().setBalance(proto).build();
  }

  private static dev.nameplate.v1.LotPlace place(LotPlace place) {
    dev.nameplate.v1.LotPlace.Builder proto =
        dev.nameplate.v1.LotPlace.newBuilder()
            .setHolder(place.holder())
            .setInside(place.inside().map(ItemId::toString).orElse(""))
            .setExtent(RecallExtent.valueOf("RECALL_EXTENT_" + place.extent().name()));
    place.left().forEach(much -> proto.addLeft(RecallCodec.quantity(much)));
    place.atLeast().forEach(much -> proto.addAtLeast(RecallCodec.quantity(much)));
    return proto.build();
  }

  private static LotAccount account(Account account) {
    LotAccount.Builder proto =
        LotAccount.newBuilder()
            .setUnit(account.unit())
            .setMade(text(account.made()))
            .setReceived(text(account.received()))
            .setUsed(text(account.used()))
            .setShipped(text(account.shipped()))
            .setScrapped(text(account.scrapped()))
            .setOnHand(text(account.onHand()))
            .setVerdict(BalanceVerdict.valueOf("BALANCE_VERDICT_" + account.verdict().name()));
    account
        .count()
        .ifPresent(
            count ->
                proto.setCounted(
                    StockCount.newBuilder()
                        .setCounted(text(count.counted()))
                        .setExpected(text(count.expected()))
                        .setTimeMillis(count.time().toEpochMilli())));
    return proto.build();
  }

  private static LotFinding finding(Finding finding) {
    LotFinding.Builder proto =
        LotFinding.newBuilder()
            .setKind(FindingKind.valueOf("FINDING_KIND_" + finding.kind().name()))
            .setItem(finding.item().toString());
    finding.quantity().ifPresent(much -> proto.setAmount(text(much.amount())).setUnit(much.unit()));
    finding.events().forEach(event -> proto.addEventIds(event.digest().asByteString()));
    return proto.build();
  }

  private static ReconcileResponse response(ProcessYield made) {
    return ReconcileResponse.newBuilder()
        .setYield(
            dev.nameplate.v1.ProcessYield.newBuilder()
                .setProcess(made.process())
                .setUnit(made.unit())
                .setInput(text(made.used()))
                .setOutput(text(made.made()))
                .setPercent(made.percent().map(BigDecimal::toPlainString).orElse(""))
                .setWhole(made.whole()))
        .build();
  }

  private static String text(BigDecimal amount) {
    return amount.toString();
  }
}
