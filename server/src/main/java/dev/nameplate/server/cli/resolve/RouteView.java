package dev.nameplate.server.cli.resolve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.nameplate.error.VisibleText;
import dev.nameplate.resolve.Hop;
import dev.nameplate.server.cli.output.Columns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The nodes asked for a question, with the duration of each.
 *
 * @param hops the nodes asked, in the order of their answers
 * @param total duration of the whole question, measured here
 */
record RouteView(List<Hop> hops, Duration total) {
  /** For programs. */
  ArrayNode json() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Hop hop : hops) {
      array
          .addObject()
          .put("endpoint", hop.endpoint().toString())
          .put("authority", hop.authority())
          .put("outcome", hop.outcome())
          .put("micros", micros(hop.took()));
    }
    return array;
  }

  private static long micros(Duration time) {
    return TimeUnit.MICROSECONDS.convert(time);
  }

  /** The whole in microseconds, for programs. */
  long totalMicros() {
    return micros(total);
  }

  /**
   * For people: a table.
   *
   * @param asker the node or command that queried them
   */
  List<String> lines(String asker) {
    Columns table = new Columns("  ").add("", "node", "as", "outcome", "took");
    int number = 0;
    for (Hop hop : hops) {
      number++;
      table.add(
          Integer.toString(number),
          VisibleText.of(hop.endpoint().toString()),
          hop.authority().isEmpty()
              ? "recursive node"
              : "authority of " + VisibleText.of(hop.authority()),
          VisibleText.of(hop.outcome()),
          millis(micros(hop.took())));
    }
    table.add("", "total", "", "", millis(totalMicros()));
    return hops.isEmpty()
        ? List.of("route     " + asker + " queried no other node; " + millis(totalMicros()))
        : java.util.stream.Stream.concat(
                java.util.stream.Stream.of("route     " + asker + " queried"),
                table.lines().stream())
            .toList();
  }

  private static String millis(long micros) {
    return String.format("%.1f ms", micros / 1000.0);
  }
}
