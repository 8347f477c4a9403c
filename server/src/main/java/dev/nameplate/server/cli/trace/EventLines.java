package dev.nameplate.server.cli.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.bulk.CaptureRow;
import dev.nameplate.server.cli.input.TextLines;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.json.EventJson;
import dev.nameplate.server.json.Fields;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The events of a file with one JSON object a line, as {@link EventJson} reads them. */
final class EventLines implements Iterator<CaptureRow> {
  private final String file;
  private final TextLines lines;
  private final Optional<Prefix> recorder;
  private final boolean restricted;
  private Optional<TextLines.Line> next;

  /**
   * Reads lines, which the caller closes.
   *
   * @param file name of the file in messages
   * @param recorder default recorder; empty for the only prefix of the node
   * @param restricted default restriction of events
   */
  EventLines(String file, TextLines lines, Optional<Prefix> recorder, boolean restricted) {
    this.file = file;
    this.lines = lines;
    this.recorder = recorder;
    this.restricted = restricted;
    this.next = lines.next();
  }

  @Override
  public boolean hasNext() {
    return next.isPresent();
  }

  @Override
  public CaptureRow next() {
    TextLines.Line line = next.orElseThrow(NoSuchElementException::new);
    next = lines.next();
    String place = file + ":" + line.number();
    try {
      return row(place, Fields.parse("", TextLines.textOf(line)));
    } catch (InvalidInputException e) {
      return new CaptureRow.Bad(place, Failure.of(e));
    }
  }

  private CaptureRow row(String place, Fields json) {
    Event event = EventJson.read(json);
    return new CaptureRow.Ready(
        place,
        json.has("recorder")
            ? json.optionalText("recorder").filter(text -> !text.isEmpty()).map(Prefix::parse)
            : recorder,
        event,
        json.has("restricted") ? json.flag("restricted") : restricted,
        OperationId.of(json.optionalText("operation").orElse("")));
  }
}
