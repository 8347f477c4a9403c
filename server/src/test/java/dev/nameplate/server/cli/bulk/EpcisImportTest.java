package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.trust.statement.RecordedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** EPCIS documents, over gRPC and a real port. */
class EpcisImportTest {
  private static final String GOOD =
      "{\"type\":\"ObjectEvent\",\"eventTime\":\"2026-05-04T03:00:00Z\",\"eventTimeZoneOffset\":\"+08:00\","
          + "\"action\":\"ADD\",\"quantityList\":[{\"epcClass\":\"https://id.gs1.org/01/06901234000016/10/H7\","
          + "\"quantity\":120.50,\"uom\":\"TNE\"}]}";
  private static final String UNITLESS = GOOD.replace(",\"uom\":\"TNE\"", "").replace("H7", "H8");
  private static final String BAD = GOOD.replace("ADD", "CREATE");

  private @TempDir Path directory;
  private NodeServer server;

  @BeforeEach
  void start() {
    server =
        NodeServer.start(
            ServerConfig.onPort(0),
            NodeConfig.in(directory.resolve("node")).authorityFor("88.118.8"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_events_of_documents_are_captured_and_what_is_wrong_is_named() throws IOException {
    Path file = document("shipment.jsonld", GOOD, BAD, UNITLESS);

    CommandLineRun run = run(file.toString());

    assertThat(run.exitCode()).isOne();
    assertThat(run.out())
        .startsWith("4 events: 3 captured, 0 already there, 1 refused; ")
        .contains("1 labelled unit-missing");
    assertThat(run.err())
        .isEqualTo(
            "nameplate: "
                + file
                + ": eventList[1]: action: \"CREATE\" (expected: ADD, OBSERVE or DELETE)\n");
    assertThat(server.node().head().statements()).isEqualTo(3);
  }

  @Test
  void running_again_captures_nothing_twice() throws IOException {
    Path file = document("shipment.jsonld", GOOD, UNITLESS);
    run(file.toString());

    CommandLineRun again = run(file.toString(), "--json");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.outLines()).hasSize(3).allMatch(line -> line.contains("\"already\":true"));
    assertThat(again.err()).contains("\"captured\":0,\"already\":3,\"refused\":0");
    assertThat(server.node().head().statements()).isEqualTo(3);
  }

  @Test
  void the_same_content_is_known_however_it_is_written() throws IOException {
    run(document("one.jsonld", GOOD).toString());
    String otherwise =
        GOOD.replace(
                "https://id.gs1.org/01/06901234000016/10/H7",
                "urn:epc:class:lgtin:6901234.000001.H7")
            .replace("120.50", "120.5");

    CommandLineRun run = run(document("other.jsonld", otherwise).toString());

    assertThat(run.out()).startsWith("2 events: 0 captured, 2 already there, 0 refused; ");
  }

  @Test
  void a_name_with_other_content_is_a_conflict() throws IOException {
    String named = GOOD.replace("\"action\"", "\"eventID\":\"urn:x:1\",\"action\"");
    run(document("one.jsonld", named).toString());

    CommandLineRun run =
        run(document("other.jsonld", named.replace("120.50", "121")).toString(), "--json");

    assertThat(run.exitCode()).isOne();
    assertThat(run.err()).contains("\"reason\":\"EVENT_CONFLICT\"");
  }

  @Test
  void an_event_of_another_document_with_the_same_local_id_is_left_alone() throws IOException {
    String first = GOOD.replace("\"action\"", "\"eventID\":\"_:event1\",\"action\"");
    String second = first.replace("120.50", "121");
    String takenBack =
        second.replace(
            "\"action\"",
            "\"errorDeclaration\":{\"declarationTime\":\"2026-07-05T00:00:00Z\","
                + "\"reason\":\"incorrect_data\"},\"action\"");

    for (String event : List.of(first, second, takenBack)) {
      CommandLineRun run = run(document("one.jsonld", event).toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains(", 0 refused", "1 labelled event-id-local")
          .doesNotContain("target-unknown");
    }

    assertThat(withdrawn()).containsExactly(false, true);
  }

  /** Of the events that made something, whether they are withdrawn; by what was made. */
  private List<Boolean> withdrawn() {
    List<Event> events = new ArrayList<>();
    try (StatementReader.Scan<RecordedEvent> all =
        server.node().statements().events(Prefix.parse("88.118.8"), Bytes.EMPTY)) {
      all.forEachRemaining(one -> one.value().event().ifPresent(events::add));
    }
    Set<String> targets =
        events.stream()
            .map(Event::occurrence)
            .filter(Withdrawn.class::isInstance)
            .map(what -> ((Target.ByName) ((Withdrawn) what).target()).name())
            .collect(Collectors.toSet());
    return events.stream()
        .filter(event -> event.kind() == EventKind.CREATE)
        .sorted(Comparator.comparing(event -> event.occurrence().toString()))
        .map(event -> targets.contains(event.name()))
        .toList();
  }

  @Test
  void a_directory_is_read_whole_and_receipts_are_added_to_a_file() throws IOException {
    Path documents = Files.createDirectory(directory.resolve("documents"));
    document("documents/a.json", GOOD);
    document("documents/b.jsonld", UNITLESS);
    Files.writeString(documents.resolve("notes.txt"), "not for the node");
    Path receipts = directory.resolve("receipts.jsonl");

    CommandLineRun run = run(documents.toString(), "--receipts", receipts.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("4 events: 3 captured, 1 already there, 0 refused; ");
    assertThat(Files.readAllLines(receipts))
        .hasSize(4)
        .allMatch(line -> line.startsWith("{\"event\":\""));
  }

  @Test
  void a_dry_run_reads_and_sends_nothing() throws IOException {
    CommandLineRun run = run(document("shipment.jsonld", GOOD, BAD).toString(), "--dry-run");

    assertThat(run.exitCode()).isOne();
    assertThat(run.out()).isEqualTo("2 events valid, 1 invalid; nothing was sent\n");
    assertThat(server.node().head().statements()).isZero();
  }

  @Test
  void what_does_not_look_like_epcis_is_taken_for_it_if_that_is_said() throws IOException {
    Path file = directory.resolve("events.txt");
    Files.move(document("shipment.jsonld", GOOD), file);

    assertThat(run(file.toString()).exitCode()).isEqualTo(2);
    assertThat(run(file.toString(), "--format", "epcis").exitCode()).isZero();
  }

  @Test
  void epcis_has_no_mapping() throws IOException {
    CommandLineRun run =
        run(
            document("shipment.jsonld", GOOD).toString(),
            "--format",
            "epcis",
            "--mapping",
            "wine-trace");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("none with EPCIS documents");
  }

  private Path document(String name, String... events) throws IOException {
    return Files.writeString(
        directory.resolve(name),
        "{\"@context\":\"https://ref.gs1.org/standards/epcis/epcis-context.jsonld\","
            + "\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\","
            + "\"creationDate\":\"2026-05-04T00:00:00Z\",\"epcisBody\":{\"eventList\":["
            + String.join(",", events)
            + "]}}");
  }

  private CommandLineRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("import"));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--node", "127.0.0.1:" + server.port()));
    return CommandLineRun.of(all.toArray(String[]::new));
  }
}
