package dev.nameplate.epcis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.trust.statement.EventBody;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the events of EPCIS 2.0 documents in JSON/JSON-LD, one after the other: documents, query
 * documents, and bare events; one of them, an array, or several in a row. At most one event and
 * what stands around the event list are in memory, however long the document is.
 *
 * <p>Each event carries its text as it was written, the context of its document, and labels for
 * what is not as the standard says ({@link Defect}). What is no event is told, and the rest is read
 * on. After the events of a document comes one more, without items, that carries the document
 * without its event list: its header, master data, and whatever else stands there.
 *
 * <p>Nothing is fetched: of a context that is only named, no more is known than the standard's
 * prefixes. Not thread-safe.
 *
 * <p><b>Source:</b> EPCIS 2.0, section 10 (JSON/JSON-LD bindings).
 */
public final class EpcisReader implements Iterator<ReadEvent>, AutoCloseable {
  private static final int MOST_CHARS = EventBody.MAX_EVENT_BYTES;
  private static final Set<String> OPENED =
      Set.of("epcisBody", "epcisBody.queryResults", "epcisBody.queryResults.resultsBody");

  private static final int DIGEST_BYTES = 16;

  /** Paths of event lists in a document. */
  static final Set<String> LISTS =
      Set.of("epcisBody.eventList", "epcisBody.queryResults.resultsBody.eventList");

  /** Path of the documents that were merged into one document. */
  static final String DOCUMENT_LIST = "nameplate:documents";

  static final Set<String> DOCUMENTS = Set.of("EPCISDocument", "EPCISQueryDocument");

  private final Text source;
  private final JsonText json;
  private @Nullable JsonText again; // the same text, read once more from document to document
  private final Deque<ReadEvent> ready = new ArrayDeque<>();
  private @Nullable String digest;
  private int roots;
  private boolean inArray;
  private boolean ended;
  private @Nullable OpenDocument document;

  private EpcisReader(Text source) throws IOException {
    this.source = source;
    this.json = new JsonText(source.open(), MOST_CHARS);
  }

  /**
   * A text that can be read more than once: a document whose context follows its events is read
   * twice, and so is a document with names that are valid only inside it.
   */
  public interface Text {
    /** Opens the text at its beginning; the caller closes the reader. */
    Reader open() throws IOException;
  }

  /**
   * Opens a text.
   *
   * @throws UncheckedIOException if it cannot be opened
   */
  public static EpcisReader open(Text source) {
    try {
      return new EpcisReader(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * True if the documents hold a further event.
   *
   * @throws UncheckedIOException if the text cannot be read
   */
  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && !ended) {
      try {
        step();
      } catch (JsonProcessingException e) {
        end(at(e), e.getOriginalMessage(), "valid JSON");
      } catch (CharacterCodingException e) {
        end("the text", String.valueOf(e.getMessage()), "characters of its charset");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return !ready.isEmpty();
  }

  @Override
  public ReadEvent next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private static String at(JsonProcessingException e) {
    return e.getLocation() == null
        ? "the text"
        : "line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
  }

  private void end(String where, String what, String expected) {
    ended = true;
    refuse(where, "document", what, expected + "; the rest was not read");
  }

  private void refuse(String where, String field, String value, String expected) {
    ready.add(new ReadEvent.Refused(where, new InvalidEventException(field, value, expected)));
  }

  private void step() throws IOException {
    JsonToken token = json.parser.nextToken();
    if (document == null) {
      root(token);
    } else if (document.inList) {
      element(document, token);
    } else if (document.inDocuments) {
      part(document, token);
    } else if (token == JsonToken.FIELD_NAME) {
      member(document, json.parser.currentName());
    } else if (document.path.isEmpty()) {
      finish(document);
    } else {
      document.path.removeLast();
    }
  }

  private void root(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      ended = true;
      if (roots == 0) {
        refuse("the text", "document", "", "an EPCIS document or event");
      }
    } else if (token == JsonToken.START_OBJECT) {
      document =
          new OpenDocument(
              json.begin(),
              inArray || roots > 0 ? "[" + roots + "]." : "",
              MOST_CHARS,
              localNames(roots));
      roots++;
    } else if (token == JsonToken.START_ARRAY && !inArray) {
      inArray = true;
    } else if (token == JsonToken.END_ARRAY) {
      inArray = false;
      roots = Math.max(roots, 1);
    } else {
      refuse("[" + roots++ + "]", "document", json.parser.getText(), "an EPCIS document or event");
      json.through();
    }
  }

  /**
   * Local names of one document, made globally unique by the text's digest and the document's index
   * in it.
   */
  private LocalNames localNames(int root) {
    return new LocalNames(() -> digest() + (root == 0 ? "" : "." + root));
  }

  /** The digest of the whole text, 128 bits of SHA-256; read once more for it. */
  private String digest() {
    String known = digest;
    if (known == null) {
      MessageDigest sha256 = EventHash.sha256();
      try (Reader in = source.open();
          Writer into =
              new OutputStreamWriter(
                  new DigestOutputStream(OutputStream.nullOutputStream(), sha256),
                  StandardCharsets.UTF_8)) {
        in.transferTo(into);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      known = HexFormat.of().formatHex(sha256.digest(), 0, DIGEST_BYTES);
      digest = known;
    }
    return known;
  }

  private void member(OpenDocument in, String name) throws IOException {
    long nameBegin = json.begin();
    JsonToken value = json.parser.nextToken();
    String path = in.pathTo(name);
    if (path.equals("@context")) {
      long from = json.begin();
      json.through();
      in.context = new DocumentContext(json.text(from, json.end()).orElse(""));
    } else if (path.equals("type") && value == JsonToken.VALUE_STRING) {
      in.type = json.parser.getText();
    } else if (value == JsonToken.START_OBJECT && OPENED.contains(path)) {
      in.path.addLast(name);
      in.hasBody = true;
    } else if (value == JsonToken.START_ARRAY && LISTS.contains(path)) {
      in.keep(json.text(in.keptTo, json.end()));
      in.inList = true;
    } else if (value == JsonToken.START_ARRAY && path.equals(DOCUMENT_LIST)) {
      in.inDocuments = true;
      in.isJoint = true;
    } else if (value == JsonToken.START_OBJECT && path.equals("epcisBody.event")) {
      in.keep(json.text(in.keptTo, nameBegin));
      in.keep(Optional.of("\"eventList\": []"));
      event(in);
      in.keptTo = json.end();
    } else {
      json.skip();
    }
  }

  private void element(OpenDocument in, @Nullable JsonToken token) throws IOException {
    if (token == JsonToken.END_ARRAY) {
      in.inList = false;
      in.keptTo = json.begin();
    } else if (token == JsonToken.START_OBJECT) {
      event(in);
    } else {
      refuse(in.nextEvent(), "event", String.valueOf(token), "a JSON object");
      json.through();
    }
  }

  /** Reads a document nested in a merged document. */
  private void part(OpenDocument in, @Nullable JsonToken token) throws IOException {
    if (token == JsonToken.END_ARRAY) {
      in.inDocuments = false;
      return;
    }
    long from = json.begin();
    json.through();
    Optional<String> text = json.text(from, json.end());
    json.forget();
    String where = in.prefix + DOCUMENT_LIST + "[" + in.parts++ + "].document";
    if (token == JsonToken.START_OBJECT && text.isPresent()) {
      accept(where, () -> HeaderReading.read(text.get(), in.latest));
    } else {
      refuse(where, "document", String.valueOf(token), "a JSON object of at most " + MOST_CHARS);
    }
  }

  private void event(OpenDocument in) throws IOException {
    long from = json.begin();
    json.through();
    Optional<String> text = json.text(from, json.end());
    json.forget();
    String where = in.nextEvent();
    if (text.isEmpty()) {
      tooLong(where, "event");
    } else {
      if (in.context.isEmpty() && !in.searched) {
        in.searched = true;
        in.context = new DocumentContext(contextOf(in));
      }
      accept(where, () -> in.names.unique(EventReading.read(text.get(), in.context, in.locals)))
          .ifPresent(in::accepted);
    }
  }

  /** The context of a document in which it follows the events. */
  private String contextOf(OpenDocument in) throws IOException {
    JsonText reading = again;
    if (reading == null) {
      reading = new JsonText(source.open(), MOST_CHARS);
      again = reading;
    }
    return reading.contextAt(in.begin).orElse("");
  }

  private void finish(OpenDocument done) {
    document = null;
    done.keep(json.text(done.keptTo, json.end()));
    json.forget();
    boolean whole = done.hasBody || DOCUMENTS.contains(done.type);
    String where = done.prefix + (whole ? "document" : "event");
    if (done.isJoint) {
      return; // its parts were read
    }
    if (done.isTooLong()) {
      tooLong(where, whole ? "document without its event list" : "event");
    } else if (whole && done.events > 0 && done.accepted == 0) {
      return; // nothing of it is kept, so neither is its header
    } else if (whole) {
      accept(where, () -> HeaderReading.read(done.kept.toString(), done.latest));
    } else if (done.type.endsWith("Event")) {
      accept(
          where, () -> EventReading.read(done.kept.toString(), DocumentContext.NONE, done.locals));
    } else {
      refuse(where, "type", done.type, "EPCISDocument, EPCISQueryDocument or the type of an event");
    }
  }

  private Optional<Event> accept(String where, Supplier<Event> reading) {
    try {
      Event event = reading.get();
      ready.add(new ReadEvent.Accepted(where, event));
      return Optional.of(event);
    } catch (InvalidInputException e) {
      ready.add(new ReadEvent.Refused(where, e));
      return Optional.empty();
    }
  }

  private void tooLong(String where, String what) {
    refuse(where, what, "more than " + MOST_CHARS + " characters", "at most " + MOST_CHARS);
  }

  @Override
  public void close() {
    try {
      json.close();
      if (again != null) {
        again.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
