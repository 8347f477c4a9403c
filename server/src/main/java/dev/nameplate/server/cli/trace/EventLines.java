package dev.nameplate.server.cli.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.EventCodec;
import dev.nameplate.server.cli.bulk.CaptureRow;
import dev.nameplate.server.cli.input.TextLines;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.json.EventJson;
import dev.nameplate.server.json.Fields;
import dev.nameplate.v1.CaptureRequest;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;

/** The events of a file with one JSON object a line, as {@link EventJson} reads them. */
final class EventLines implements Iterator<CaptureRow> {
  private final String file;
  private final TextLines lines;
  private final CaptureRequest otherwise;
  private Optional<TextLines.Line> next;

  /**
   * Reads lines, which the caller closes.
   *
   * @param file name of the file in messages
   * @param otherwise defaults for events
   */
  EventLines(String file, TextLines lines, CaptureRequest otherwise) {
    this.file = file;
    this.lines = lines;
    this.otherwise = otherwise;
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
      return new CaptureRow.Ready(place, request(Fields.parse("", TextLines.textOf(line))));
    } catch (InvalidInputException e) {
      return new CaptureRow.Bad(place, Failure.of(e));
    }
  }

  private CaptureRequest request(Fields json) {
    CaptureRequest.Builder request =
        otherwise.toBuilder().setEvent(EventCodec.toProto(EventJson.read(json)));
    json.optionalText("recorder").ifPresent(request::setRecorder);
    json.optionalText("operation").ifPresent(request::setOperationId);
    if (json.has("restricted")) {
      request.setRestricted(json.flag("restricted"));
    }
    return request.build();
  }
}
