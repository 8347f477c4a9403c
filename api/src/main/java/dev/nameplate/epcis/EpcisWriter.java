package dev.nameplate.epcis;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventSource;
import dev.nameplate.record.JsonTree;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes events as one EPCIS 2.0 document in JSON/JSON-LD, in a stream. Read with {@link
 * EpcisReader}, the document gives the same events again.
 *
 * <p>An event that was read from EPCIS stands there as it was written, and so does what stood
 * around it: a single document comes back whole, several are listed in {@code nameplate:documents},
 * with their master data in the header of the new one. The contexts become one; an event whose own
 * context says something else than the others brings it along. An event that was not read from
 * EPCIS is told in its words, with its exact bytes in {@code nameplate:event}.
 *
 * <p><b>Source:</b> EPCIS 2.0, section 10 (JSON/JSON-LD bindings).
 */
public final class EpcisWriter {
  private final Appendable out;
  private final Contexts contexts = new Contexts();
  private HeaderText first = HeaderText.NONE;
  private int documents;
  private boolean any;

  private EpcisWriter(Appendable out) {
    this.out = out;
  }

  /** Events that can be iterated several times: the contexts are written before the events. */
  public interface Events {
    /** Iterates the events from the beginning, each time the same. */
    Iterator<Event> open();
  }

  /**
   * Writes a document.
   *
   * @param events the events of the document; iterated three times at most
   * @param out the output
   * @param now the creation date of a document that was not read before
   * @throws IOException if it cannot be written
   */
  public static void write(Events events, Appendable out, Instant now) throws IOException {
    EpcisWriter writer = new EpcisWriter(out);
    events.open().forEachRemaining(writer::outline);
    if (writer.documents == 1 && writer.first.hasList()) {
      // The one document that was read, with the events in their place.
      writer.first.write(out, writer.contexts.text(), () -> writer.writeEvents(events.open()));
      out.append('\n');
    } else {
      writer.writeNew(events, now);
    }
  }

  /**
   * A member of a document beside its body, in a namespace for content outside EPCIS.
   *
   * @param name its name after {@code nameplate:}
   * @param value writes its value as JSON, in which names begin with {@code nameplate:}, too
   */
  public record Extension(String name, Value value) {
    /** Writes JSON. */
    public interface Value {
      /** Writes the value as JSON. */
      void writeTo(Appendable out) throws IOException;
    }
  }

  /**
   * Writes the answer to a query as an EPCIS query document. Headers of the documents that the
   * events came from are left out.
   *
   * @param events the events of the answer; iterated twice
   * @param queryName the name of the query, for example {@code SimpleEventQuery}
   * @param extension a further member of the document
   * @param out the output
   * @param now the creation date of the answer
   * @throws IOException if it cannot be written
   */
  public static void writeQueryResult(
      Events events, String queryName, Optional<Extension> extension, Appendable out, Instant now)
      throws IOException {
    EpcisWriter writer = new EpcisWriter(out);
    if (extension.isPresent()) {
      writer.contexts.add(NativeEvent.CONTEXT); // first: no event decides what the prefix means
    }
    events.open().forEachRemaining(writer::outline);
    writer.begin("EPCISQueryDocument", now);
    if (extension.isPresent()) {
      out.append(JsonTree.write("nameplate:" + extension.get().name())).append(": ");
      extension.get().value().writeTo(out);
      out.append(",\n");
    }
    out.append("\"epcisBody\": {\"queryResults\": {\"queryName\": ")
        .append(JsonTree.write(queryName))
        .append(", \"resultsBody\": {\"eventList\": [");
    writer.writeEvents(events.open());
    out.append("]}}}\n}\n");
  }

  private static boolean isDocument(Event event) {
    return event.step().equals(HeaderReading.STEP) && event.source().isPresent();
  }

  private void outline(Event event) {
    if (isDocument(event)) {
      HeaderText header = HeaderText.of(text(event));
      contexts.add(header.context());
      first = documents == 0 ? header : first;
      documents++;
    } else {
      contexts.add(event.source().map(EventSource::context).orElse(NativeEvent.CONTEXT));
    }
  }

  private void writeNew(Events events, Instant now) throws IOException {
    begin("EPCISDocument", now);
    if (documents > 0) {
      out.append("\"epcisHeader\": {\"epcisMasterData\": {\"vocabularyList\": [");
      writeMasterData(events.open());
      out.append("]}},\n\"").append(EpcisReader.DOCUMENT_LIST).append("\": [");
      writeDocuments(events.open());
      out.append("],\n");
    }
    out.append("\"epcisBody\": {\"eventList\": [");
    writeEvents(events.open());
    out.append("]}\n}\n");
  }

  private void begin(String type, Instant now) throws IOException {
    if (documents > 0 || contexts.isEmpty()) {
      contexts.add(NativeEvent.CONTEXT);
    }
    out.append("{\n\"@context\": ")
        .append(contexts.text())
        .append(",\n\"type\": \"")
        .append(type)
        .append("\",\n\"schemaVersion\": \"2.0\",\n\"creationDate\": \"")
        .append(now.truncatedTo(ChronoUnit.MILLIS).toString())
        .append("\",\n");
  }

  private void writeMasterData(Iterator<Event> events) throws IOException {
    any = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (isDocument(event)) {
        for (String one : HeaderText.of(text(event)).vocabularies()) {
          element(one);
        }
      }
    }
  }

  private void writeDocuments(Iterator<Event> events) throws IOException {
    any = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (isDocument(event)) {
        element(text(event));
      }
    }
  }

  private void writeEvents(Iterator<Event> events) throws IOException {
    any = false;
    while (events.hasNext()) {
      Event event = events.next();
      if (!isDocument(event)) {
        element(
            event.source().isPresent()
                ? within(event.source().get().text(), event.source().get().context())
                : within(NativeEvent.write(event), NativeEvent.CONTEXT));
      }
    }
  }

  private static String text(Event event) {
    return event.source().orElseThrow().text();
  }

  private void element(String text) throws IOException {
    out.append(any ? ",\n" : "\n").append(text);
    any = true;
  }

  /** An event as JSON, with its context included where the document's differs. */
  private String within(String text, String context) {
    if (contexts.covers(context) || !(JsonTree.read(text) instanceof Map<?, ?> event)) {
      return text;
    }
    List<Object> all = new ArrayList<>(Contexts.parts(context));
    if (event.get("@context") != null) {
      all.add(event.get("@context"));
    }
    Map<Object, Object> members = new LinkedHashMap<>();
    members.put("@context", all);
    event.forEach(members::putIfAbsent);
    return JsonTree.write(members);
  }
}
