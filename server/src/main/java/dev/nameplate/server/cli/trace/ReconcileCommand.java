package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.ItemId;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.report.RecallText;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.balance.Account;
import dev.nameplate.trace.balance.Finding;
import dev.nameplate.trace.balance.LotBalance;
import dev.nameplate.trace.balance.ProcessYield;
import dev.nameplate.trace.balance.Reconciled;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.recall.LotPlace;
import dev.nameplate.wire.BalanceCodec;
import java.math.BigDecimal;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code reconcile} command: compares supply and use of a lot. */
@Command(
    name = "reconcile",
    header =
        "Balance a lot: amounts made and received against amounts used, shipped, scrapped and on hand.",
    description = {
      "",
      "Amounts are exact, and each unit is balanced separately. Exit code 1 if a balance does not add up.",
      ""
    },
    footer = "  nameplate reconcile 88.118.8/COIL-1 --tolerance-percent 1.5 --yields")
public final class ReconcileCommand extends NodeCommand {
  @Parameters(paramLabel = "ITEM", description = "The lot or other item.")
  private String item = "";

  @ArgGroup(exclusive = true)
  private Choice tolerance = new Choice();

  @Option(
      names = "--yields",
      description = "Also show the yield of each process that used or made the item.")
  private boolean yields;

  @Mixin private AsOfOptions asOf = new AsOfOptions();

  private static final class Choice {
    @Option(
        names = "--tolerance-percent",
        paramLabel = "N",
        description = "Allowed deviation in percent. Default: 0.")
    private Optional<String> percent = Optional.empty();

    @Option(
        names = "--tolerance",
        paramLabel = "AMOUNT",
        description = "Allowed deviation as an amount, in any unit.")
    private Optional<String> amount = Optional.empty();
  }

  @Override
  public Integer call() {
    Reconciliation.Question question =
        new Reconciliation.Question(ItemId.sought(item), asOf.asked(), TraceQuestion.DEFAULT_SLACK);
    Tolerance allowed =
        tolerance
            .percent
            .map(Tolerance::percent)
            .or(() -> tolerance.amount.map(Tolerance::amount))
            .orElse(Tolerance.NONE);
    long findings = 0;
    try (NodeConnection connection = connect()) {
      var answer = connection.traces().reconcile(BalanceCodec.request(question, allowed, yields));
      while (answer.hasNext()) {
        Reconciled part = BalanceCodec.part(answer.next()).orElse(null);
        if (part instanceof Reconciled.Balance whole) {
          findings = whole.balance().findingCount();
          show(whole.balance());
        } else if (part instanceof Reconciled.Yield yield) {
          show(yield.made());
        } else if (part instanceof Reconciled.MoreYields) {
          output().note("not all processes are shown");
        }
      }
    }
    return findings == 0 ? ExitCode.OK : ExitCode.NO;
  }

  private void show(LotBalance balance) {
    Output output = output();
    ObjectNode json =
        Json.object().put("kind", "balance").put("identifier", balance.lot().toString());
    json.put("events", balance.events()).put("unsaid", balance.unsaid());
    json.put("findingCount", balance.findingCount());
    var accounts = json.putArray("accounts");
    output.line(output.bold(VisibleText.of(balance.lot().toString())));
    for (Account account : balance.accounts()) {
      accounts.add(json(account));
      output.line("  " + line(account));
    }
    if (balance.accounts().isEmpty()) {
      output.line("  no event states an amount of it");
    }
    if (balance.unsaid() > 0) {
      output.line(
          output.warning("  " + Counts.of(balance.unsaid(), "movement") + " without an amount"));
    }
    var places = json.putArray("places");
    for (LotPlace place : balance.places()) {
      places.add(json(place));
      output.line("  " + line(place));
    }
    if (balance.placeCount() > balance.places().size()) {
      output.line(
          "  and " + Counts.of(balance.placeCount() - balance.places().size(), "further place"));
    }
    json.put("placeCount", balance.placeCount());
    var findings = json.putArray("findings");
    for (Finding finding : balance.findings()) {
      findings.add(json(finding));
      output.line("  " + output.bad(line(finding)));
    }
    output.result(json);
  }

  private static String line(LotPlace place) {
    String left = RecallText.amounts(place.atLeast(), place.left());
    String extent = Words.of(place.extent());
    return "with %s%s%s%s"
        .formatted(
            RecallText.holder(place.holder()),
            left.isEmpty() ? "" : "  " + left,
            place.inside().map(in -> "  in " + VisibleText.of(in.toString())).orElse(""),
            extent.equals("whole") ? "" : "  " + extent);
  }

  private static ObjectNode json(LotPlace place) {
    ObjectNode json = Json.object();
    json.put("holder", place.holder().isEmpty() ? null : place.holder());
    json.put("inside", place.inside().map(ItemId::toString).orElse(null));
    json.put("extent", Words.of(place.extent()));
    json.set("left", Json.objects(place.left(), Json::quantity));
    json.set("atLeast", Json.objects(place.atLeast(), Json::quantity));
    return json;
  }

  private String line(Account account) {
    String verdict = Words.of(account.verdict());
    return VisibleText.of(account.unit())
        + "  made "
        + account.made()
        + " + received "
        + account.received()
        + " = used "
        + account.used()
        + " + shipped "
        + account.shipped()
        + " + scrapped "
        + account.scrapped()
        + " + on hand "
        + account.onHand()
        + "  "
        + (verdict.equals("balanced") || verdict.equals("uncounted")
            ? output().good(verdict)
            : output().bad(verdict))
        + account
            .count()
            .map(count -> "  counted " + count.counted() + ", expected " + count.expected())
            .orElse("");
  }

  private static String line(Finding finding) {
    return Words.of(finding.kind())
        + "  "
        + VisibleText.of(finding.item().toString())
        + finding.quantity().map(much -> "  by " + much).orElse("");
  }

  private static ObjectNode json(Account account) {
    ObjectNode json = Json.object().put("unit", account.unit());
    json.put("made", account.made().toString()).put("received", account.received().toString());
    json.put("used", account.used().toString()).put("shipped", account.shipped().toString());
    json.put("scrapped", account.scrapped().toString());
    json.put("onHand", account.onHand().toString());
    account
        .count()
        .ifPresent(
            count ->
                json.putObject("counted")
                    .put("counted", count.counted().toString())
                    .put("expected", count.expected().toString())
                    .put("time", count.time().toString()));
    return json.put("verdict", Words.of(account.verdict()));
  }

  private static ObjectNode json(Finding finding) {
    ObjectNode json =
        Json.object()
            .put("finding", Words.of(finding.kind()))
            .put("identifier", finding.item().toString());
    finding
        .quantity()
        .ifPresent(much -> json.put("amount", much.amount().toString()).put("unit", much.unit()));
    return json.set("events", Json.texts(finding.events()));
  }

  private void show(ProcessYield step) {
    String percent = step.percent().map(BigDecimal::toPlainString).orElse("");
    ObjectNode json = Json.object().put("kind", "yield").put("process", step.process());
    json.put("unit", step.unit()).put("input", step.used().toString());
    json.put("output", step.made().toString()).put("percent", percent.isEmpty() ? null : percent);
    output().result(json);
    output()
        .line(
            "  process %s  %s%s"
                .formatted(
                    VisibleText.of(step.process()),
                    VisibleText.of(step.used() + " -> " + step.made() + " " + step.unit()),
                    percent.isEmpty() ? "" : "  " + percent + " %"));
  }
}
