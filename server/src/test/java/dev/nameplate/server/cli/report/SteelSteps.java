package dev.nameplate.server.cli.report;

import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A heat, the coil made of it in a process that is told twice, and what is not known of it. */
final class SteelSteps {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");

  private SteelSteps() {}

  static List<TraceStep> of(Path directory) {
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor(MILL.toString()))) {
      record(node, 0, "commissioning", new Created(List.of(EventItem.of("88.118.8/HEAT-1"))));
      record(
          node,
          1,
          "rolling \"A\"\\",
          new Processed(
              "RUN 7", List.of(EventItem.of("88.118.8/HEAT-1", "21.40", "TNE")), List.of(), false));
      record(
          node,
          2,
          "rolling",
          new Processed(
              "RUN 7",
              List.of(),
              List.of(
                  EventItem.of("88.118.8/COIL-1", "20.5", "TNE"),
                  EventItem.of("88.118.8/ELSEWHERE")),
              false));
      record(node, 3, "", new Retired(List.of(EventItem.of("88.118.8/COIL-1"))));
      record(
          node,
          4,
          "wrong",
          new Processed(
              List.of(EventItem.of("https://id.gs1.org/01/06912345678903/10/L%201")),
              List.of(EventItem.of("88.118.8/COIL-1"))));
      List<Verified<RecordedEvent>> events = new ArrayList<>();
      try (StatementReader.Scan<RecordedEvent> scan = node.statements().events(MILL, Bytes.EMPTY)) {
        scan.forEachRemaining(events::add);
      }
      List<TraceStep> steps = new ArrayList<>();
      steps.add(new TraceStep.Item(ItemId.parse("88.118.8/HEAT-1"), 0, false));
      for (int i = 0; i < events.size(); i++) {
        steps.add(deed(events.get(i), i == events.size() - 1));
      }
      steps.add(new TraceStep.Item(ItemId.parse("88.118.8/COIL-1"), 1, true));
      steps.add(
          new TraceStep.Item(
              ItemId.parse("https://id.gs1.org/01/06912345678903/10/L%201"), 1, false));
      steps.add(
          new TraceStep.Hole(
              TraceStep.Reason.UNKNOWN_ORIGIN, 1, Optional.of(ItemId.parse("88.118.8/HEAT-1"))));
      return steps;
    }
  }

  private static void record(Node node, int hour, String step, Occurrence what) {
    Event event = Event.at(TIME.plusSeconds(3600L * hour), what).step(step).place("Hall 2");
    node.events().capture(Capture.of(MILL, event));
  }

  private static TraceStep deed(Verified<RecordedEvent> event, boolean withdrawn) {
    return new TraceStep.Deed(
        1,
        TraceStep.Role.LINEAGE,
        event,
        new Verdict(
            event.keyId(),
            Verdict.Authority.YES,
            Verdict.Transfer.NONE,
            withdrawn ? event.value().id() : Optional.empty(),
            false,
            false));
  }
}
