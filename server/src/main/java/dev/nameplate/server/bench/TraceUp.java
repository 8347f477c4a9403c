package dev.nameplate.server.bench;

import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Time, once warm, to trace a machine up to its 1,000 parts, ten assemblies deep: each part is made
 * of two others, as far as there are any.
 */
final class TraceUp {
  private static final int PARTS = 1_000;
  private static final int TRACES_A_ROUND = 20;
  private static final double MOST_MILLIS = 50;
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private TraceUp() {}

  static Figure measure(Path directory, SignatureSuite suite, int rounds) {
    NodeConfig config =
        NodeConfig.in(directory).authorityFor(Coils.PREFIX).withoutPassphrase().withSuite(suite);
    try (Node node = Node.open(config)) {
      for (int part = PARTS; part > 0; part--) {
        record(node, part);
      }
      // The machine is made of part 1 alone: one more process, so that it is ten deep.
      capture(node, PARTS + 1, new Processed(List.of(part(1)), List.of(part(0))));
      TraceQuestion question = TraceQuestion.upstream(part(0).id());
      double[] millis = new double[rounds * TRACES_A_ROUND];
      for (int turn = -millis.length; turn < millis.length; turn++) {
        long began = System.nanoTime();
        TracedNode.trace(node, question, PARTS + 1);
        if (turn >= 0) {
          millis[turn] = (System.nanoTime() - began) / 1e6;
        }
      }
      Arrays.sort(millis);
      double median = millis[millis.length / 2];
      return new Figure(
          "trace up, 1,000 parts, depth 10",
          "50 milliseconds",
          median,
          MOST_MILLIS,
          " ms",
          median / MOST_MILLIS,
          Figure.Bound.AT_MOST,
          1);
    }
  }

  private static void record(Node node, int part) {
    List<EventItem> parts =
        Stream.of(2 * part, 2 * part + 1)
            .filter(other -> other <= PARTS)
            .map(TraceUp::part)
            .toList();
    capture(
        node,
        PARTS - part,
        parts.isEmpty()
            ? new Created(List.of(part(part)))
            : new Processed(parts, List.of(part(part))));
  }

  private static void capture(Node node, int second, Occurrence what) {
    var unused =
        node.events()
            .captureAsync(Capture.of(TracedNode.MILL, Event.at(TIME.plusSeconds(second), what)))
            .join();
  }

  private static EventItem part(int number) {
    return EventItem.of("%s/PART-%04d".formatted(Coils.PREFIX, number));
  }
}
