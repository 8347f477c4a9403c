package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.refusal;
import static dev.nameplate.server.demo.Expectation.require;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.LogAudit;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.server.cli.NodeConnection;
import dev.nameplate.server.cli.Values;
import dev.nameplate.server.demo.Story.Told;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.trust.RecordValues;
import dev.nameplate.trust.SignedNote;
import dev.nameplate.trust.SignedStatement;
import dev.nameplate.trust.StatementVerifier;
import dev.nameplate.trust.TrustAnchors;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.GetCheckpointRequest;
import dev.nameplate.v1.ListVersionsRequest;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.RetireRequest;
import dev.nameplate.v1.UpdateRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What happens in the demonstration, step by step. Used by one thread. */
final class SteelChain {
  private static final String MILL = "88.118.8";
  private static final String PANEL_MAKER = "88.118.9";

  /** The prefixes of the mill and the panel maker. */
  static final List<String> PREFIXES = List.of(MILL, PANEL_MAKER);

  private static final Identifier PANEL = Identifier.parse(PANEL_MAKER + "/PANEL-260710-0031");
  private static final Identifier COIL = Identifier.parse(MILL + "/PPGI-260706-004");
  private static final Identifier SCRAPPED = Identifier.parse(PANEL_MAKER + "/PANEL-260710-0048");

  private final DemoNode node;
  private final NodeConnection connection;

  /** What happens to a node, which must be the authority for {@link #PREFIXES}. */
  SteelChain(DemoNode node) {
    this.node = node;
    this.connection = node.connection();
  }

  /** Everything that happens after the node was made. */
  void play(Story story) {
    story.step("assign", "Everything gets an identifier", this::assign);
    story.step("resolve", "Ask what a panel is", this::resolve);
    story.step("walk-back", "Walk back from the panel to its heat", this::walkBack);
    story.step("verify-offline", "Check an answer without the node", this::verifyOffline);
    story.step("tampering-caught", "Forge it, and be caught", this::tamper);
    story.step("update", "Correct a record, and keep its history", this::update);
    story.step("retire", "Retire an identifier for good", this::retire);
    story.step("replay", "Lose an answer, and ask again", this::replay);
    story.step("audit", "Audit the whole log", this::audit);
  }

  Told introduce() {
    return Told.of(
        "a node for " + MILL + " and " + PANEL_MAKER + " listens on " + connection.target(),
        "It is the authority for "
            + MILL
            + " (a mill) and "
            + PANEL_MAKER
            + " (a panel maker), signs with "
            + node.anchor().authorityKey().suite()
            + ",",
        "and listens on "
            + connection.target()
            + ". All that follows goes through that port, as from anywhere.");
  }

  private Told assign() {
    Path tables = node.directory().resolve("tables");
    Sample.unpack(tables);
    long began = System.nanoTime();
    long assigned = Sample.importInto(connection.target(), tables);
    double seconds = (System.nanoTime() - began) / 1e9;
    long batches = node.head().batches();
    require(assigned == node.head().statements() && assigned > 0, "not every row was assigned");
    return Told.of(
        assigned + " identifiers assigned from 7 tables",
        assigned
            + " heats, slabs, coils, panels and shipments, out of 7 CSV tables by nameplate import.",
        String.format(
            Locale.ROOT,
            "Each is on disk, in the log and signed before it is acknowledged; %d signatures were enough for all.",
            batches),
        String.format(
            Locale.ROOT,
            "%.0f records a second, in a JVM that has just started.",
            assigned / seconds));
  }

  private Told resolve() {
    IdentifierRecord panel = node.ask(PANEL).record();
    List<String> lines = new ArrayList<>();
    lines.add(PANEL.toString());
    lines.addAll(Values.lines(panel.values(), panel.withheld()));
    return new Told(PANEL + " has " + panel.values().size() + " values", lines);
  }

  private Told walkBack() {
    List<String> lines = new ArrayList<>();
    Optional<Identifier> next = Optional.of(PANEL);
    Identifier last = PANEL;
    while (next.isPresent()) {
      last = next.get();
      IdentifierRecord record = node.ask(last).record();
      Optional<RecordValue> from =
          record.values().stream()
              .filter(value -> value.data() instanceof ValueData.Reference)
              .findFirst();
      lines.add(
          String.format(
              "%-28s %s",
              last, from.map(value -> value.type() + " ->").orElseGet(() -> summary(record))));
      next = from.map(value -> ((ValueData.Reference) value.data()).to().identifier());
    }
    require(lines.size() == 6 && last.toString().contains("HEAT"), "the way back ends at " + last);
    lines.add("Two companies, six steps, and the signature of every step was checked.");
    return new Told(PANEL + " comes from " + last, lines);
  }

  private Told verifyOffline() {
    Path file = node.directory().resolve("panel.statement");
    Path anchor = NodeDirectory.anchorFile(node.files());
    try {
      Files.write(file, node.ask(PANEL).statement().encoded().toByteArray());
      // From here on nothing but the two files is used, as an inspector would, who has them on a
      // memory stick.
      StatementVerifier inspector =
          new StatementVerifier(
              TrustAnchors.parse(Files.readString(anchor), "anchor.txt"), Clock.systemUTC());
      SignedStatement statement = SignedStatement.parse(Bytes.wrap(Files.readAllBytes(file)));
      inspector.verify(statement, PANEL);
      return Told.of(
          PANEL + " verified from a file of " + statement.encoded().size() + " bytes",
          "The answer was kept in a file of "
              + statement.encoded().size()
              + " bytes. With the trust anchor alone, no network, it proves:",
          "leaf "
              + statement.leafIndex()
              + " of the "
              + statement.batch().count()
              + " in batch "
              + statement.batch().batch()
              + ", whose root the key "
              + statement.batch().keyId().toString().substring(0, 16)
              + "… signed.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Told tamper() {
    SignedStatement original = node.ask(COIL).statement();
    byte[] bytes = original.encoded().toByteArray();
    String weight = weightOf(COIL);
    int lastDigit =
        new String(bytes, StandardCharsets.ISO_8859_1).indexOf(weight) + weight.length() - 1;
    byte[] forged = flipped(bytes, lastDigit, 0);
    String forgedBy = refused(forged);
    long caught =
        IntStream.range(0, bytes.length * 8)
            .filter(bit -> !refused(flipped(bytes, bit / 8, bit % 8)).isEmpty())
            .count();
    require(
        caught == bytes.length * 8L,
        "only " + caught + " of " + bytes.length * 8 + " forgeries were caught");
    return Told.of(
        caught + " of " + bytes.length * 8 + " single-bit changes were caught",
        "One bit of "
            + COIL
            + " is flipped, so that the coil weighs "
            + new String(
                forged, lastDigit - weight.length() + 1, weight.length(), StandardCharsets.US_ASCII)
            + " t instead of "
            + weight
            + " t:",
        "  " + forgedBy,
        "Then every other bit of the statement, one at a time: all "
            + caught
            + " forgeries were caught.");
  }

  private Told update() {
    List<RecordValue> values = new ArrayList<>(node.ask(COIL).record().values());
    values.add(RecordValue.text(values.size() + 1L, "质检", "合格 2026-07-07"));
    UpdateRequest request =
        UpdateRequest.newBuilder()
            .setIdentifier(COIL.toString())
            .setExpectedVersion(1)
            .addAllValues(values.stream().map(RecordValues::toProto).toList())
            .build();
    connection.registration().update(request);
    var late =
        refusal(() -> connection.registration().update(request), ErrorReason.VERSION_MISMATCH);
    int versions =
        connection
            .resolution()
            .listVersions(ListVersionsRequest.newBuilder().setIdentifier(COIL.toString()).build())
            .getStatementsCount();
    require(versions == 2, "the history has " + versions + " versions");
    return Told.of(
        COIL + " has " + versions + " versions",
        COIL + " passes inspection: version 2 has one more value, version 1 stays readable.",
        "A second writer, who still believes in version 1, is told so and changes nothing:",
        "  " + late.message());
  }

  private Told retire() {
    connection
        .registration()
        .retire(
            RetireRequest.newBuilder()
                .setIdentifier(SCRAPPED.toString())
                .setExpectedVersion(1)
                .build());
    ResolveResponse answer = node.send(SCRAPPED);
    require(
        answer.getOutcome() == Outcome.OUTCOME_ABSENT && answer.hasStatement(),
        "a retired identifier resolves");
    refusal(
        () ->
            connection
                .registration()
                .assign(AssignRequest.newBuilder().setIdentifier(SCRAPPED.toString()).build()),
        ErrorReason.ALREADY_ASSIGNED);
    return Told.of(
        SCRAPPED + " is retired, and cannot be assigned again",
        SCRAPPED + " was scrapped. Asked for it, the node shows the signed retirement;",
        "nobody can ever give the same identifier to another thing.");
  }

  private Told replay() {
    AssignRequest request =
        AssignRequest.newBuilder()
            .setIdentifier(PANEL_MAKER + "/PANEL-260710-0049")
            .setOperationId("demo-replay-1")
            .build();
    Receipt first = connection.registration().assign(request).getReceipt();
    Receipt again = connection.registration().assign(request).getReceipt();
    require(
        !first.getReplayed() && again.getReplayed(),
        "the second receipt is not marked as replayed");
    require(first.getPosition() == again.getPosition(), "the write was made twice");
    return Told.of(
        "the same operation id gave the same receipt, at position " + first.getPosition(),
        "An assignment is sent twice under one operation id, as after a lost connection:",
        "both receipts say position "
            + first.getPosition()
            + ", the second one 'replayed'. Never twice, never a doubt.");
  }

  private Told audit() {
    SignedNote checkpoint =
        SignedNote.parse(
            connection
                .log()
                .getCheckpoint(GetCheckpointRequest.getDefaultInstance())
                .getCheckpoint());
    Iterator<ReadStatementsResponse> responses =
        connection.log().readStatements(ReadStatementsRequest.getDefaultInstance());
    List<SignedStatement> all = new ArrayList<>();
    responses.forEachRemaining(
        response -> all.add(SignedStatement.fromProto(response.getStatement())));
    TrustAnchors anchors = TrustAnchors.of(List.of(node.anchor()));
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
    lines.add(TemporaryDirectory.bytesIn(node.files()) / 1024 + " KiB on disk.");
    return new Told(
        report.statements() + " statements in " + report.checkpoint().size() + " batches audited",
        lines);
  }

  /** Why a forged statement is refused; empty if it is believed. */
  private String refused(byte[] forged) {
    try {
      node.verify(SignedStatement.parse(Bytes.wrap(forged)), COIL);
      return "";
    } catch (RejectedStatementException e) {
      return "refused: " + e.getMessage();
    }
  }

  private static byte[] flipped(byte[] bytes, int index, int bit) {
    byte[] forged = bytes.clone();
    forged[index] ^= (byte) (1 << bit);
    return forged;
  }

  private String weightOf(Identifier coil) {
    return node.ask(coil).record().values().stream()
        .filter(value -> value.type().equals("重量"))
        .map(value -> ((ValueData.Number) value.data()).text())
        .findFirst()
        .orElseThrow();
  }

  private static String summary(IdentifierRecord record) {
    return record.values().stream()
        .limit(3)
        .map(
            value ->
                value.data() instanceof ValueData.Text text
                    ? text.text()
                    : value.data() instanceof ValueData.Number number
                        ? value.type() + " " + number.text()
                        : value.type())
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }
}
