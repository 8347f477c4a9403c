package dev.nameplate.server.bench;

import dev.nameplate.identifier.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Traces generated lineage. */
@Command(
    name = "trace",
    header = "Trace generated lineage as fast as possible, or at a given rate.",
    description = {
      "%nFirst records the events of a steel works, unless they exist already: heats become "
          + "slabs, coils, slit coils and panels, 141 items a heat. They are real and permanent: "
          + "use a dedicated node. Then traces panels up and heats down, alternately. Latency is "
          + "the time to the last step; an answer with a wrong number of items is a failure. "
          + "Signatures are not verified.%n"
    },
    footer = {
      "  nameplate bench trace --node 127.0.0.1:7430 --events 1000000 --seconds 30",
      "  nameplate bench trace --data ./node --direction up --json"
    })
public final class BenchTraceCommand extends LoadCommand {
  private static final long MOST_EVENTS = 100_000_000;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "Approximate number of events, 42 to 100000000. Default: ${DEFAULT-VALUE}.")
  private long events = 10_000;

  @Option(
      names = "--direction",
      paramLabel = "WAY",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private TraceLoad.Way way = TraceLoad.Way.BOTH;

  @Override
  void check() {
    LoadOptions.require("events", events, TracedNode.EVENTS_A_HEAT, MOST_EVENTS);
  }

  @Override
  String work() {
    return "trace";
  }

  @Override
  Load load(Connections connections, Prefix under) {
    LineagePlan plan = TracedNode.steel(under, events);
    EventStream.record(connections.channels().get(0), under, new LineageEvents(plan));
    return new TraceLoad(connections.channels(), plan, way);
  }
}
