package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The statements of events are checked offline, as those of records are. */
final class VerifyEventTest {
  @TempDir private Path directory;

  @Test
  void an_event_is_shown_with_what_was_checked() throws IOException {
    Path file = capture(false, false);

    Run run = Run.of("verify", file, "--anchor", directory.resolve("node/anchor.txt")).ok();
    assertThat(run.out())
        .contains("event recorded under 88.118.8", "process at 2026-03-02T08:00:00Z")
        .contains("88.118.8/COIL-1 (21.40 TNE)", "an event of 88.118.8", "Verified: 1 statement.");
    Run json =
        Run.of("verify", file, "--anchor", directory.resolve("node/anchor.txt"), "--json").ok();
    assertThat(json.jsonLines().get(0).path("kind").asText()).isEqualTo("process");
    assertThat(json.jsonLines().get(0).path("event").asText()).hasSize(64);
    assertThat(json.jsonLines().get(0).path("verified").asBoolean()).isTrue();
  }

  @Test
  void an_event_that_is_withheld_is_shown_to_be_one() throws IOException {
    Path file = capture(true, true);

    Run run = Run.of("verify", file, "--anchor", directory.resolve("node/anchor.txt")).ok();
    assertThat(run.out()).contains("event recorded under 88.118.8", "the content is withheld");
  }

  @Test
  void an_event_that_was_changed_is_named() throws IOException {
    Path file = capture(false, false);
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    bytes[text.indexOf("COIL-1")] ^= 1;
    Files.write(file, bytes);

    Run.of("verify", file, "--anchor", directory.resolve("node/anchor.txt"))
        .failed(ExitCode.NO, "NotInBatch");
  }

  private Path capture(boolean restricted, boolean withheld) throws IOException {
    Event event =
        Event.at(
            Instant.parse("2026-03-02T08:00:00Z"),
            new Processed(
                List.of(EventItem.of("88.118.8/COIL-1", "21.40", "TNE")),
                List.of(EventItem.of("88.118.8/COIL-1-A", "10.60", "TNE"))));
    try (Node node = Node.open(NodeConfig.in(directory.resolve("node")).authorityFor("88.118.8"))) {
      Capture capture = Capture.of("88.118.8", event);
      node.events().capture(restricted ? capture.asRestricted() : capture);
      try (StatementReader.Scan<RecordedEvent> events =
          node.statements().events(Prefix.parse("88.118.8"), Bytes.EMPTY)) {
        SignedStatement statement = events.next().statement();
        Path file = directory.resolve("event.statement");
        Files.write(
            file, (withheld ? statement.withoutDisclosures() : statement).encoded().toByteArray());
        return file;
      }
    }
  }
}
