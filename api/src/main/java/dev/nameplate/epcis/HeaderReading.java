package dev.nameplate.epcis;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.JsonTree;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns a document's content outside the event list into an event without items. */
final class HeaderReading {
  /** The step of such an event, by which it is known. */
  static final String STEP = "https://nameplate.dev/epcis/document";

  private HeaderReading() {}

  /**
   * Reads the header of a document.
   *
   * @param text the JSON of the document, its event list empty
   * @param latest the time of its last event
   */
  static Event read(String text, Instant latest) {
    Map<?, ?> object = object(text);
    EventFields fields = new EventFields(object);
    if (!fields.has("@context")) {
      fields.missing("@context", EventReading.CONTEXT);
      fields.refuseIfWrong();
    }
    if (!fields.text("type").filter(EpcisReader.DOCUMENTS::contains).isPresent()) {
      fields.label(Defect.DOCUMENT_TYPE_FOREIGN);
    }
    if (!fields
        .text("schemaVersion")
        .filter(version -> version.matches("2(\\.\\d+)*+"))
        .isPresent()) {
      fields.label(Defect.SCHEMA_VERSION_FOREIGN);
    }
    Optional<OffsetDateTime> made = fields.text("creationDate").flatMap(EpcisTime::parse);
    if (made.isEmpty()) {
      fields.label(Defect.CREATION_DATE_MISSING);
    }
    Bytes content = EventHash.digest(object);
    return Event.at(
            made.map(OffsetDateTime::toInstant).orElse(latest), new Observed(List.of(), List.of()))
        .name(EventHash.named(content))
        .step(STEP)
        .source(new EventSource(text, "", content, fields.labels()));
  }

  private static Map<?, ?> object(String text) {
    try {
      return (Map<?, ?>) JsonTree.read(text); // it begins with a brace
    } catch (InvalidRecordException e) {
      throw new InvalidEventException(
          "document", text, "JSON in which no object has a name twice, nested at most 1,000 deep");
    }
  }
}
