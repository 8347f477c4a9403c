package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.report.RecallText;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.Words;
import dev.nameplate.v1.LotAccount;
import dev.nameplate.v1.LotBalance;
import dev.nameplate.v1.LotFinding;
import dev.nameplate.v1.LotPlace;
import dev.nameplate.v1.ProcessYield;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ReconcileResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.RecallReader;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code reconcile} command: compares supply and use of a lot. */
@Command(
    name = "reconcile",
    header = "Set what there was of a lot against what became of it, in exact amounts.",
    description = {
      "",
      "Made and received against used, shipped, scrapped and on hand, each unit by itself. Ends with 1 if anything does",
      "not add up.",
      ""
    },
    footer = "  nameplate reconcile 88.118.8/COIL-1 --tolerance-percent 1.5 --yields")
public final class ReconcileCommand extends NodeCommand {
  @Parameters(paramLabel = "ITEM", description = "The lot, or whatever item it is.")
  private String item = "";

  @ArgGroup(exclusive = true)
  private Tolerance tolerance = new Tolerance();

  @Option(
      names = "--yields",
      description = "Also show what came out of each process that it took part in.")
  private boolean yields;

  @Mixin private AsOfOptions asOf = new AsOfOptions();

  private static final class Tolerance {
    @Option(
        names = "--tolerance-percent",
        paramLabel = "N",
        description =
            "How much may be missing or too much, in percent; nothing, if it is not said.")
    private Optional<String> percent = Optional.empty();

    @Option(
        names = "--tolerance",
        paramLabel = "AMOUNT",
        description = "The same, as an amount in whatever unit.")
    private Optional<String> amount = Optional.empty();
  }

  @Override
  public Integer call() {
    ReconcileRequest.Builder request =
        ReconcileRequest.newBuilder().setItem(ItemId.sought(item).toString()).setYields(yields);
    tolerance.percent.ifPresent(request::setTolerancePercent);
    tolerance.amount.ifPresent(request::setToleranceAmount);
    asOf.into(request::setTimeMillis, request::setPosition);
    long findings = 0;
    try (NodeConnection connection = connect()) {
      Iterator<ReconcileResponse> answer =
          TraceServiceGrpc.newBlockingStub(connection.channel()).reconcile(request.build());
      while (answer.hasNext()) {
        ReconcileResponse step = answer.next();
        switch (step.getStepCase()) {
          case BALANCE -> {
            findings = step.getBalance().getFindingCount();
            show(step.getBalance());
          }
          case YIELD -> show(step.getYield());
          case MORE_YIELDS -> output().note("there are more processes than are shown");
          case STEP_NOT_SET -> {}
        }
      }
    }
    return findings == 0 ? ExitCode.OK : ExitCode.NO;
  }

  private void show(LotBalance balance) {
    Output output = output();
    ObjectNode json = Json.object().put("kind", "balance").put("identifier", balance.getItem());
    json.put("events", balance.getEvents()).put("unsaid", balance.getUnsaid());
    json.put("findingCount", balance.getFindingCount());
    var accounts = json.putArray("accounts");
    output.line(output.bold(VisibleText.of(balance.getItem())));
    for (LotAccount account : balance.getAccountsList()) {
      accounts.add(json(account));
      output.line("  " + line(account));
    }
    if (balance.getAccountsCount() == 0) {
      output.line("  no event says how much of it there was");
    }
    if (balance.getUnsaid() > 0) {
      output.line(
          output.warning(
              "  of " + balance.getUnsaid() + " movements nobody said how much they were"));
    }
    var places = json.putArray("places");
    for (LotPlace place : balance.getPlacesList()) {
      places.add(json(place));
      output.line("  " + line(place));
    }
    if (balance.getPlaceCount() > balance.getPlacesCount()) {
      output.line(
          "  and " + (balance.getPlaceCount() - balance.getPlacesCount()) + " further places");
    }
    json.put("placeCount", balance.getPlaceCount());
    var findings = json.putArray("findings");
    for (LotFinding finding : balance.getFindingsList()) {
      findings.add(json(finding));
      output.line("  " + output.bad(line(finding)));
    }
    output.result(json);
  }

  private static String line(LotPlace place) {
    String left =
        RecallText.amounts(
            RecallReader.quantities(place.getAtLeastList()),
            RecallReader.quantities(place.getLeftList()));
    String extent = word(place.getExtent(), "RECALL_EXTENT_");
    return "with %s%s%s%s"
        .formatted(
            RecallText.holder(place.getHolder()),
            left.isEmpty() ? "" : "  " + left,
            place.getInside().isEmpty() ? "" : "  in " + VisibleText.of(place.getInside()),
            extent.equals("whole") ? "" : "  " + extent);
  }

  private static ObjectNode json(LotPlace place) {
    ObjectNode json = Json.object();
    json.put("holder", place.getHolder().isEmpty() ? null : place.getHolder());
    json.put("inside", place.getInside().isEmpty() ? null : place.getInside());
    json.put("extent", word(place.getExtent(), "RECALL_EXTENT_"));
    json.set("left", Json.objects(RecallReader.quantities(place.getLeftList()), Json::quantity));
    json.set(
        "atLeast", Json.objects(RecallReader.quantities(place.getAtLeastList()), Json::quantity));
    return json;
  }

  private String line(LotAccount account) {
    String verdict = word(account.getVerdict(), "BALANCE_VERDICT_");
    return VisibleText.of(account.getUnit())
        + "  made "
        + account.getMade()
        + " + received "
        + account.getReceived()
        + " = used "
        + account.getUsed()
        + " + shipped "
        + account.getShipped()
        + " + scrapped "
        + account.getScrapped()
        + " + on hand "
        + account.getOnHand()
        + "  "
        + (verdict.equals("balanced") || verdict.equals("uncounted")
            ? output().good(verdict)
            : output().bad(verdict))
        + (account.hasCounted()
            ? "  counted "
                + account.getCounted().getCounted()
                + " when there should have been "
                + account.getCounted().getExpected()
            : "");
  }

  private static String line(LotFinding finding) {
    return word(finding.getKind(), "FINDING_KIND_")
        + "  "
        + VisibleText.of(finding.getItem())
        + (finding.getAmount().isEmpty()
            ? ""
            : "  by " + VisibleText.of(finding.getAmount() + " " + finding.getUnit()));
  }

  private static ObjectNode json(LotAccount account) {
    ObjectNode json = Json.object().put("unit", account.getUnit()).put("made", account.getMade());
    json.put("received", account.getReceived()).put("used", account.getUsed());
    json.put("shipped", account.getShipped()).put("scrapped", account.getScrapped());
    json.put("onHand", account.getOnHand());
    if (account.hasCounted()) {
      json.putObject("counted")
          .put("counted", account.getCounted().getCounted())
          .put("expected", account.getCounted().getExpected())
          .put("time", Instant.ofEpochMilli(account.getCounted().getTimeMillis()).toString());
    }
    return json.put("verdict", word(account.getVerdict(), "BALANCE_VERDICT_"));
  }

  private static ObjectNode json(LotFinding finding) {
    ObjectNode json =
        Json.object()
            .put("finding", word(finding.getKind(), "FINDING_KIND_"))
            .put("identifier", finding.getItem());
    if (!finding.getAmount().isEmpty()) {
      json.put("amount", finding.getAmount()).put("unit", finding.getUnit());
    }
    var events = json.putArray("events");
    finding.getEventIdsList().forEach(id -> events.add(new EventId(Bytes.of(id)).toString()));
    return json;
  }

  private void show(ProcessYield step) {
    ObjectNode json = Json.object().put("kind", "yield").put("process", step.getProcess());
    json.put("unit", step.getUnit()).put("input", step.getInput()).put("output", step.getOutput());
    json.put("percent", step.getPercent().isEmpty() ? null : step.getPercent());
    output().result(json);
    output()
        .line(
            "  process %s  %s%s"
                .formatted(
                    VisibleText.of(step.getProcess()),
                    VisibleText.of(
                        step.getInput() + " -> " + step.getOutput() + " " + step.getUnit()),
                    step.getPercent().isEmpty() ? "" : "  " + step.getPercent() + " %"));
  }

  /** A constant of the wire in lower case, without what all of its kind begin with. */
  private static String word(Enum<?> constant, String start) {
    return Words.of(constant).substring(start.length());
  }
}
