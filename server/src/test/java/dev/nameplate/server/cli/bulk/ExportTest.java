package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Records;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.SignedStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExportTest {
  private static final String PREFIX = "88.118.8";

  private @TempDir Path directory;
  private Path data;
  private Path out;
  private TrustAnchor anchor;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    out = directory.resolve("records.jsonl");
    Samples.steel(directory);
    try (Node node = Node.open(NodeConfig.in(data).authorityFor(PREFIX))) {
      anchor = node.anchor();
      node.registrar().assign(Assignment.of("88.118.8/gone").value(1, "钢种", "SPCC"));
      node.registrar().retire(Identifier.parse("88.118.8/gone"), 1, OperationId.NONE);
    }
    ok(
        "import",
        directory.resolve("steel").toString(),
        "--mapping",
        directory.resolve("steel.json").toString(),
        "--data",
        data.toString());
  }

  @Test
  void what_is_exported_and_imported_on_another_node_is_the_same() {
    Path second = directory.resolve("second");
    Node.open(NodeConfig.in(second).authorityFor(PREFIX)).close();

    CommandLineRun export =
        ok("export", PREFIX, "--data", data.toString(), "--out", out.toString());
    ok("import", out.toString(), "--data", second.toString());

    assertThat(export.out()).isEqualTo("5 records written to " + out + "\n");
    assertThat(records(second)).isEqualTo(records(data)).hasSize(5);
  }

  @Test
  void what_is_exported_and_imported_on_the_same_node_is_already_there() {
    ok("export", PREFIX, "--data", data.toString(), "--out", out.toString());

    CommandLineRun run = ok("import", out.toString(), "--data", data.toString());

    assertThat(run.out()).startsWith("5 rows: 0 assigned, ");
  }

  @Test
  void the_proof_of_every_line_verifies_offline() throws IOException {
    for (List<String> options : List.of(List.of("--proof"), List.of("--format", "statements"))) {
      CommandLineRun run =
          ok(
              Stream.concat(
                      Stream.of("export", PREFIX, "--data", data.toString()), options.stream())
                  .toArray(String[]::new));

      StatementVerifier verifier =
          new StatementVerifier(TrustAnchors.parse(anchor.toString(), "anchor"), Clock.systemUTC());
      assertThat(run.outLines()).hasSize(5);
      for (String line : run.outLines()) {
        byte[] statement =
            Base64.getDecoder()
                .decode(new ObjectMapper().readTree(line).get("statement").textValue());
        verifier.verify(SignedStatement.parse(Bytes.wrap(statement)));
      }
    }
  }

  @Test
  void over_the_wire_restricted_values_are_withheld_and_such_lines_are_not_imported()
      throws IOException {
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(data))) {
      String address = "127.0.0.1:" + server.port();
      ok("export", PREFIX, "--node", address, "--out", out.toString());

      CommandLineRun run =
          CommandLineRun.of("import", out.toString(), "--node", address, "--dry-run");

      assertThat(Files.readAllLines(out))
          .filteredOn(line -> line.contains("\"withheld\":[2002]"))
          .hasSize(2);
      assertThat(run.exitCode()).isOne();
      assertThat(run.out()).startsWith("3 rows valid, 2 invalid");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"too long, 70000, ''", "no text, 5, \u00ff"})
  void a_place_that_no_export_wrote_is_passed_over(String why, int length, String bytes)
      throws IOException {
    try (PartialFile stopped = new PartialFile(out, "the same export")) {
      stopped.out().write("page 1;".getBytes(StandardCharsets.UTF_8));
      stopped.mark("x".repeat(length));
    }
    Files.writeString(
        directory.resolve("records.jsonl.part.at"),
        bytes,
        StandardCharsets.ISO_8859_1,
        StandardOpenOption.APPEND);

    try (PartialFile again = new PartialFile(out, "the same export")) {
      assertThat(again.next()).isEmpty();
    }
  }

  @Test
  void an_export_that_was_stopped_goes_on_where_it_was() throws IOException {
    String what = "the same export";
    Files.writeString(out, "an older export");
    try (PartialFile stopped = new PartialFile(out, what)) {
      stopped.out().write("page 1;".getBytes(StandardCharsets.UTF_8));
      stopped.mark("token 2");
      stopped.out().write("half of pa".getBytes(StandardCharsets.UTF_8));
      stopped.out().flush();
    }
    assertThat(out).hasContent("an older export");

    try (PartialFile again = new PartialFile(out, what)) {
      assertThat(again.next()).isEqualTo("token 2");
      again.out().write("page 2;".getBytes(StandardCharsets.UTF_8));
      again.mark("");
      again.complete();
    }
    assertThat(out).hasContent("page 1;page 2;");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(SourceFile::nameOf)).noneMatch(name -> name.contains(".part"));
    }
  }

  @Test
  void an_export_that_was_stopped_at_its_very_end_begins_anew() throws IOException {
    try (PartialFile stopped = new PartialFile(out, "one")) {
      stopped.out().write("one".getBytes(StandardCharsets.UTF_8));
      stopped.mark("");
    }
    try (PartialFile again = new PartialFile(out, "one")) {
      again.out().write("1".getBytes(StandardCharsets.UTF_8));
      again.complete();
    }
    assertThat(out).hasContent("1");
  }

  @Test
  void an_export_for_another_purpose_begins_anew() throws IOException {
    try (PartialFile stopped = new PartialFile(out, "one")) {
      stopped.out().write("one".getBytes(StandardCharsets.UTF_8));
      stopped.mark("token");
    }
    try (PartialFile other = new PartialFile(out, "other")) {
      assertThat(other.next()).isEmpty();
      other.out().write("2".getBytes(StandardCharsets.UTF_8));
      other.complete();
    }
    assertThat(out).hasContent("2");
  }

  @Test
  void a_prefix_of_another_node_and_a_file_that_cannot_be_written_are_one_line() {
    CommandLineRun foreign = CommandLineRun.of("export", "88.118.9", "--data", data.toString());
    CommandLineRun unwritable =
        CommandLineRun.of(
            "export",
            PREFIX,
            "--data",
            data.toString(),
            "--out",
            directory.resolve("none/x").toString());

    assertThat(foreign.exitCode()).isOne();
    assertThat(foreign.err()).hasLineCount(1).contains("88.118.9");
    assertThat(unwritable.exitCode()).isOne();
    assertThat(unwritable.err()).hasLineCount(1).contains("none/x");
  }

  private static CommandLineRun ok(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private static List<List<RecordValue>> records(Path data) {
    try (Node node = Node.open(NodeConfig.in(data))) {
      return node
          .records()
          .list(Records.Filter.under(Prefix.parse(PREFIX)), 1000, "")
          .entries()
          .stream()
          .map(Verified::value)
          .map(IdentifierRecord::values)
          .toList();
    }
  }
}
