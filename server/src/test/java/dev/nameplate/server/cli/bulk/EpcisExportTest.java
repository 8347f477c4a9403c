package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.JsonTree;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events out of one node and into another, over gRPC and real ports. */
class EpcisExportTest {
  private static final String DOCUMENT =
      "{\"@context\":[\"https://ref.gs1.org/standards/epcis/epcis-context.jsonld\","
          + "{\"mill\":\"https://mill.example/\"}],"
          + "\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\"mill:shift\":\"B\","
          + "\"creationDate\":\"2026-05-04T00:00:00Z\",\"epcisBody\":{\"eventList\":["
          + "{\"type\":\"ObjectEvent\",\"eventTime\":\"2026-05-04T03:00:00Z\","
          + "\"eventTimeZoneOffset\":\"+08:00\",\"action\":\"ADD\",\"epcList\":[\"urn:x:1\"],"
          + "\"mill:crew\":{\"mill:no\":[1.50,\"2\"]}}]}}";
  private static final Event NATIVE =
      Event.at(
              Instant.parse("2026-05-04T04:00:00Z"),
              new Processed(
                  List.of(EventItem.of("urn:x:1")),
                  List.of(EventItem.of("88.118.8/炉号-7", "21.40", "TNE"))))
          .step("slitting");

  private @TempDir Path directory;
  private NodeServer server;

  @BeforeEach
  void start() {
    server = server("node");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_document_comes_out_as_it_went_in() throws IOException {
    Path in = Files.writeString(directory.resolve("in.jsonld"), DOCUMENT);
    Path out = directory.resolve("out.jsonld");
    run(server, "import", in.toString());

    CommandLineRun run =
        run(server, "export", "88.118.8", "--format", "epcis", "--out", out.toString());

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("2 events written to " + out + "\n");
    assertThat(JsonTree.read(Files.readString(out))).isEqualTo(JsonTree.read(DOCUMENT));
  }

  @Test
  void another_node_takes_all_of_it_in_and_knows_the_same_events() throws IOException {
    run(server, "import", Files.writeString(directory.resolve("in.jsonld"), DOCUMENT).toString());
    server.node().events().capture(Capture.of("88.118.8", NATIVE));
    Path out = directory.resolve("out.jsonld");
    run(server, "export", "88.118.8", "--format", "epcis", "--out", out.toString());

    try (NodeServer other = server("other")) {
      assertThat(run(other, "import", out.toString()).out())
          .startsWith("3 events: 3 captured, 0 already there, 0 refused; ");
      assertThat(run(server, "import", out.toString()).out())
          .startsWith("3 events: 0 captured, 3 already there, 0 refused; ");
      assertThat(run(other, "export", "88.118.8", "--format", "epcis").out())
          .isEqualTo(Files.readString(out));
    }
  }

  @Test
  void events_that_may_not_be_read_are_left_out_and_told_of() {
    server
        .node()
        .events()
        .capture(
            Capture.of(
                    "88.118.8",
                    Event.at(
                        Instant.parse("2026-05-04T04:00:00Z"),
                        new Created(List.of(EventItem.of("88.118.8/SECRET")))))
                .asRestricted());

    CommandLineRun run = run(server, "export", "88.118.8", "--format", "epcis");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("\"eventList\": []").doesNotContain("SECRET");
    assertThat(run.err()).isEqualTo("1 event omitted: this caller may not read them\n");
  }

  @Test
  void proofs_have_no_place_in_it() {
    CommandLineRun run = run(server, "export", "88.118.8", "--format", "epcis", "--proof");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--proof only with --format jsonl");
  }

  private NodeServer server(String name) {
    return NodeServer.start(
        ServerConfig.onPort(0), NodeConfig.in(directory.resolve(name)).authorityFor("88.118.8"));
  }

  private static CommandLineRun run(NodeServer at, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--node";
    all[arguments.length + 1] = "127.0.0.1:" + at.port();
    return CommandLineRun.of(all);
  }
}
