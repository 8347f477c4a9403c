package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.refusal;
import static dev.nameplate.server.demo.Expectation.require;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Update;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.audit.LogAudit;
import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Values;
import dev.nameplate.server.demo.Story.Told;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.GrpcLogSource;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.UpdateRequest;
import dev.nameplate.wire.ListingCodec;
import dev.nameplate.wire.QuestionCodec;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.RegistrationCodec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Steps of each company at its own node: assign, update, retire, audit. Used by one thread. */
final class SteelChain {
  /** The prefix of the steel mill. */
  static final String MILL = "88.118.8";

  /** The prefix of the panel maker. */
  static final String PANEL_MAKER = "88.118.9";

  /** A heat: the steel of {@link #PANEL}, and of others. */
  static final Identifier HEAT = Identifier.parse(MILL + "/HEAT-260701-01");

  /** A panel, made of {@link #COIL}. */
  static final Identifier PANEL = Identifier.parse(PANEL_MAKER + "/PANEL-260710-0031");

  /** A colour-coated coil. */
  static final Identifier COIL = Identifier.parse(MILL + "/PPGI-260706-004");

  private static final Identifier SCRAPPED = Identifier.parse(PANEL_MAKER + "/PANEL-260710-0048");

  private final Network network;
  private final NodeConnection toMill;
  private final NodeConnection toPanelMaker;

  SteelChain(Network network) {
    this.network = network;
    this.toMill = network.mill().connection();
    this.toPanelMaker = network.panelMaker().connection();
  }

  Told assign() {
    long began = System.nanoTime();
    long made = assigned(network.mill(), Sample.MILL);
    long used = assigned(network.panelMaker(), Sample.PANEL_MAKER);
    double seconds = (System.nanoTime() - began) / 1e9;
    long batches = network.mill().head().batches() + network.panelMaker().head().batches();
    return Told.of(
        made + used + " identifiers assigned from 9 tables",
        "The mill assigns "
            + made
            + " heats, slabs and coils, the panel maker "
            + used
            + " panels and shipments, by nameplate import.",
        String.format(
            Locale.ROOT,
            "Each is on disk, in the log and signed before it is acknowledged; %d signatures cover all.",
            batches),
        String.format(
            Locale.ROOT,
            "%.0f records a second, in a JVM that has just started.",
            (made + used) / seconds));
  }

  private long assigned(DemoNode node, List<String> tables) {
    Path directory = network.directory().resolve("tables-" + node.prefix());
    Sample.unpack(tables, directory);
    long assigned = Sample.importInto(node.connection().target(), directory);
    require(
        assigned == node.head().statements() && assigned > 0,
        node.prefix() + ": not every row was assigned");
    return assigned;
  }

  /** The panel maker's own people believe its own key. */
  Told resolve() {
    StatementVerifier verifier =
        new StatementVerifier(
            TrustAnchors.of(List.of(network.panelMaker().anchor())), Clock.systemUTC());
    ResolveResponse answer = at(toPanelMaker, PANEL);
    require(answer.getOutcome() == Outcome.OUTCOME_FOUND, PANEL + " is not found");
    IdentifierRecord panel =
        verifier.verify(SignedStatement.fromProto(answer.getStatement()), PANEL).value();
    List<String> lines = new ArrayList<>();
    lines.add(PANEL.toString());
    lines.addAll(Values.lines(panel.values(), panel.withheld()));
    return new Told(PANEL + " has " + panel.values().size() + " values", lines);
  }

  private static ResolveResponse at(NodeConnection connection, Identifier identifier) {
    return connection
        .resolution()
        .resolve(QuestionCodec.request(Question.about(identifier)).build());
  }

  Told update() {
    List<RecordValue> values = new ArrayList<>(network.ask(COIL).record().values());
    values.add(RecordValue.text(values.size() + 1L, "质检", "合格 2026-07-07"));
    UpdateRequest request = RegistrationCodec.request(Update.of(COIL).expecting(1).values(values));
    toMill.registration().update(request);
    var late = refusal(() -> toMill.registration().update(request), ErrorReason.VERSION_MISMATCH);
    int versions =
        toMill.resolution().listVersions(ListingCodec.request(COIL, 0, "")).getStatementsCount();
    require(versions == 2, "the history has " + versions + " versions");
    return Told.of(
        COIL + " has " + versions + " versions",
        COIL + " passes inspection: version 2 has one more value, version 1 stays readable.",
        "A second writer, who has read version 1 only, is refused and changes nothing:",
        "  " + late.message());
  }

  Told retire() {
    toPanelMaker.registration().retire(RegistrationCodec.retire(SCRAPPED, 1, OperationId.NONE));
    ResolveResponse answer = at(toPanelMaker, SCRAPPED);
    require(
        answer.getOutcome() == Outcome.OUTCOME_ABSENT && answer.hasStatement(),
        "a retired identifier resolves");
    refusal(() -> assign(Assignment.of(SCRAPPED)), ErrorReason.RETIRED);
    return Told.of(
        SCRAPPED + " is retired, and cannot be assigned again",
        SCRAPPED + " was scrapped. The node answers with the signed retirement;",
        "the same identifier is never assigned again.");
  }

  Told replay() {
    Assignment assignment =
        Assignment.of(PANEL_MAKER + "/PANEL-260710-0049").operation("demo-replay-1");
    Receipt first = assign(assignment);
    Receipt again = assign(assignment);
    require(!first.replayed() && again.replayed(), "the second receipt is not marked as replayed");
    require(first.position() == again.position(), "the write was made twice");
    return Told.of(
        "the same operation id gave the same receipt, at position " + first.position(),
        "An assignment is sent twice under one operation id, as after a lost connection:",
        "both receipts say position "
            + first.position()
            + ", and the second is marked 'replayed'.");
  }

  private Receipt assign(Assignment assignment) {
    return ReceiptCodec.fromProto(
        toPanelMaker.registration().assign(RegistrationCodec.request(assignment)).getReceipt());
  }

  Told audit() {
    LogSource log = new GrpcLogSource(toMill.channel());
    SignedNote checkpoint = log.checkpoint();
    List<SignedStatement> all = new ArrayList<>();
    try (LogSource.Statements statements = log.statements(0, false)) {
      statements.forEachRemaining(all::add);
    }
    TrustAnchors anchors = TrustAnchors.of(List.of(network.mill().anchor()));
    LogAudit.Report report =
        LogAudit.run(all.iterator(), checkpoint, anchors, Clock.systemUTC(), checked -> {});
    all.remove(all.size() / 2);
    String missed =
        refusal(
                () ->
                    LogAudit.run(
                        all.iterator(), checkpoint, anchors, Clock.systemUTC(), checked -> {}),
                ErrorReason.STATEMENT_REJECTED)
            .message();
    List<String> lines = new ArrayList<>();
    lines.add(
        report.statements()
            + " statements in "
            + report.checkpoint().size()
            + " batches are all there, and agree with the signed checkpoint:");
    checkpoint.text().lines().forEach(line -> lines.add("  " + line));
    lines.add("With one statement left out, the audit says:");
    lines.add("  " + missed);
    lines.add(TemporaryDirectory.bytesIn(network.mill().files()) / 1024 + " KiB on disk.");
    return new Told(
        report.statements() + " statements in " + report.checkpoint().size() + " batches audited",
        lines);
  }
}
