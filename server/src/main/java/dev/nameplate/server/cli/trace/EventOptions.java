package dev.nameplate.server.cli.trace;

import dev.nameplate.event.Event;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.event.Occurrence;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.bulk.CaptureRow;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options common to events of every kind, and those of the capture. */
final class EventOptions {
  @ArgGroup(validate = false, order = 50, heading = "%nFor every event:%n")
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(
        names = "--prefix",
        paramLabel = "PREFIX",
        description = "Recorder. Default: the node's prefix, if it has only one.")
    private Optional<Prefix> prefix = Optional.empty();

    @Option(
        names = "--time",
        paramLabel = "TIME",
        description = "Time of the event, for example 2026-07-06T08:00:00+08:00. Default: now.")
    private Optional<String> time = Optional.empty();

    @Option(
        names = "--step",
        paramLabel = "TEXT",
        description = "The business step, for example slitting.")
    private String step = "";

    @Option(
        names = "--place",
        paramLabel = "TEXT",
        description = "Place: an item's name or plain text.")
    private String place = "";

    @Option(
        names = "--disposition",
        paramLabel = "TEXT",
        description = "State of the items after the event, for example in_transit.")
    private String disposition = "";

    @Option(
        names = "--name",
        paramLabel = "TEXT",
        description =
            "External name of the event. A repeat under the same name must have the same content.")
    private String name = "";

    @Option(
        names = "--restricted",
        description = "Restrict the event: callers without permission see only a hole.")
    private boolean restricted;

    @Option(
        names = "--operation",
        paramLabel = "ID",
        description =
            "Id of this write, so that a repeat is recognised; needed only for a restricted "
                + "event without --name.")
    private String operation = "";
  }

  /** The event, ready to be sent. */
  CaptureRow row(Occurrence occurrence) {
    OffsetDateTime time = time();
    Event event =
        Event.at(time.toInstant(), occurrence)
            .offset(time.getOffset())
            .name(choice.name)
            .step(choice.step)
            .disposition(choice.disposition)
            .place(choice.place);
    return new CaptureRow.Ready(
        "", choice.prefix, event, choice.restricted, OperationId.of(choice.operation));
  }

  private OffsetDateTime time() {
    if (choice.time.isEmpty()) {
      OffsetDateTime now = OffsetDateTime.now(ZoneId.systemDefault());
      return now.getOffset().getTotalSeconds() % 60 == 0
          ? now
          : now.withOffsetSameInstant(ZoneOffset.UTC);
    }
    try {
      return OffsetDateTime.parse(choice.time.get());
    } catch (DateTimeException e) {
      throw new InvalidEventException(
          "--time",
          choice.time.get(),
          "date, time and offset, for example 2026-07-06T08:00:00+08:00");
    }
  }
}
