package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.epcis.EpcisWriter;
import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.JsonTree;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trace.read.EventLists;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents of other people through a node: captured, listed, written. */
class EpcisDocumentsTest {
  @TempDir private Path directory;

  @Test
  void every_document_is_captured_and_comes_out_of_the_log_whole() throws IOException {
    List<Path> documents = EpcisSamples.documents();
    String[] recorders =
        IntStream.range(0, documents.size()).mapToObj(i -> "88.118." + i).toArray(String[]::new);
    int compared = 0;
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor(recorders))) {
      for (int i = 0; i < documents.size(); i++) {
        int captured = EpcisSamples.capture(node, recorders[i], documents.get(i)).size();
        List<Event> listed = listed(node, recorders[i]);

        assertThat(listed).as(documents.get(i).toString()).hasSize(captured);
        if (captured > 0) {
          StringBuilder written = new StringBuilder();
          EpcisWriter.write(listed::iterator, written, Instant.EPOCH);
          assertThat(JsonTree.read(written.toString()))
              .as(documents.get(i).toString())
              .isEqualTo(JsonTree.read(Files.readString(documents.get(i))));
          compared++;
        }
      }
    }
    assertThat(compared).isEqualTo(34); // of 40, five are invalid, and one is a query
  }

  private static List<Event> listed(Node node, String recorder) {
    EventFilter filter =
        new EventFilter(
            Optional.empty(),
            Optional.of(Prefix.parse(recorder)),
            "",
            Optional.empty(),
            Set.of(),
            "",
            Optional.empty(),
            Optional.empty(),
            0,
            0);
    List<Event> events = new ArrayList<>();
    String token = "";
    do {
      EventLists.Page page =
          node.eventLists().list(filter, 1000, 1 << 20, token, Budget.standard(), Caller.OPERATOR);
      page.events().forEach(one -> events.add(one.event().value().event().orElseThrow()));
      token = page.nextToken();
    } while (!token.isEmpty());
    return events;
  }
}
