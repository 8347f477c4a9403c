package dev.nameplate.server.cli.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Paged;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.EventJson;
import dev.nameplate.server.json.TraceJson;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.wire.EventListCodec;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.TraceCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code events}: lists events. */
@Command(
    name = "events",
    header = "List recorded events by item, recorder, kind, step or time.",
    description =
        "%nEvents of an item, and of a recorder by step or time, are listed in order of event "
            + "time, all others in order of recording.%n",
    footer = "  nameplate events --item 88.118.8/COIL-1 --kind process --limit 20")
public final class EventsCommand extends NodeCommand {
  @Option(names = "--item", paramLabel = "ITEM", description = "Events of this item.")
  private String item = "";

  @Option(
      converter = Sought.OfPrefix.class,
      names = "--prefix",
      paramLabel = "PREFIX",
      description = "Events recorded under this prefix.")
  private Optional<Prefix> prefix = Optional.empty();

  @Option(names = "--id", paramLabel = "ID", description = "The event with this id.")
  private Optional<String> id = Optional.empty();

  @Option(names = "--name", paramLabel = "TEXT", description = "Events with this name.")
  private String name = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "Events of this kind: create, retire, process, contain, transfer, observe, withdraw; "
              + "may be repeated.")
  private List<String> kinds = new ArrayList<>();

  @Option(names = "--step", paramLabel = "TEXT", description = "Events with this business step.")
  private String step = "";

  @Option(names = "--from", paramLabel = "TIME", description = "Events at this time or later.")
  private Optional<Instant> from = Optional.empty();

  @Option(names = "--until", paramLabel = "TIME", description = "Events before this time.")
  private Optional<Instant> until = Optional.empty();

  @Option(
      names = "--from-position",
      paramLabel = "N",
      description = "Events recorded at this log position or later.")
  private long fromPosition;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of events. Default: all.")
  private long limit = Long.MAX_VALUE;

  @Mixin private AnchorOptions anchor = new AnchorOptions();

  @Override
  public Integer call() {
    if (limit < 1 || fromPosition < 0) {
      throw InvalidInputException.of(
          limit < 1 ? "--limit" : "--from-position",
          limit < 1 ? limit : fromPosition,
          limit < 1 ? "1 or more" : "0 or more");
    }
    EventFilter filter = filter();
    try (NodeConnection connection = connect()) {
      EventReading reading = new EventReading(anchor.forNode(connection));
      var events = connection.traces();
      Iterator<EventListCodec.Listed> listed =
          new Paged<>(
              limit,
              (size, token) ->
                  EventListCodec.page(
                      events.listEvents(EventListCodec.request(filter, size, token))));
      if (!listed.hasNext()) {
        output().line("No events found.");
        return ExitCode.NO;
      }
      listed.forEachRemaining(event -> show(event, reading));
    }
    return ExitCode.OK;
  }

  private EventFilter filter() {
    return new EventFilter(
        item.isEmpty() ? Optional.empty() : Optional.of(TraceCodec.sought("item", item)),
        prefix,
        name,
        id.map(EventId::parse),
        EventListCodec.kinds(kinds),
        step,
        from,
        until,
        fromPosition,
        0);
  }

  private void show(EventListCodec.Listed listed, EventReading reading) {
    Output output = output();
    Read<RecordedEvent> read = reading.read(listed.statement(), listed.chain());
    RecordedEvent recorded = read.value();
    output.result(TraceJson.listed(read, listed.position(), listed.withdrawn()));
    output.line(
        "%s  by %s  position %s%s%s"
            .formatted(
                recorded
                    .event()
                    .map(EventsCommand::line)
                    .orElse("an event hidden from this caller"),
                recorded.recorder(),
                listed.position(),
                read.verified() ? "  " + output.good("verified") : "",
                listed.withdrawn() ? "  " + output.bad("withdrawn") : ""));
  }

  private static String line(Event event) {
    List<String> items =
        event.occurrence().items().limit(4).map(item -> VisibleText.of(item.toString())).toList();
    return "%s  %s%s  %s%s"
        .formatted(
            EventJson.time(event),
            event.kind().word(),
            event.step().isEmpty() ? "" : " " + VisibleText.of(event.step()),
            items.stream().limit(3).collect(Collectors.joining(", ")),
            items.size() > 3 ? ", …" : "");
  }
}
