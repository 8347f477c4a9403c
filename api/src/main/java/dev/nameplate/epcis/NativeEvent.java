package dev.nameplate.epcis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventCodec;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.gs1.Grain;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.JsonBounds;
import dev.nameplate.record.JsonTree;
import dev.nameplate.trust.merkle.HashFunction;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An event that was not read from EPCIS, as an EPCIS event. What EPCIS has no place for, words and
 * parties in plain text, stands in extensions; the exact bytes of the event stand beside it, so
 * that reading it gives the very same event.
 */
final class NativeEvent {
  /** The namespace of the extensions. */
  static final String NAMESPACE = "https://nameplate.dev/epcis/";

  /** JSON-LD context of native events. */
  static final String CONTEXT =
      "[\"https://ref.gs1.org/standards/epcis/epcis-context.jsonld\",{\"nameplate\":\""
          + NAMESPACE
          + "\"}]";

  private static final String BYTES = "nameplate:event";
  private static final JsonFactory FACTORY = JsonBounds.VALUE.lenient();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX");
  private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[!-~]+");
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx");

  private final StringWriter text = new StringWriter();
  private final JsonGenerator json;
  private final Event event;
  private final Bytes bytes;

  private NativeEvent(Event event) throws IOException {
    this.event = event;
    this.bytes = EventCodec.encode(event);
    this.json = FACTORY.createGenerator(text);
  }

  /** The JSON of an event. */
  static String write(Event event) {
    try {
      return new NativeEvent(event).write();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string takes everything
    }
  }

  /**
   * The event whose bytes an object carries; empty if there are none, or they differ from the
   * object's fields.
   */
  static Optional<Event> read(Map<?, ?> object) {
    if (!(object.get(BYTES) instanceof String base64)) {
      return Optional.empty();
    }
    try {
      Event event = EventCodec.decode(Bytes.wrap(Base64.getDecoder().decode(base64)));
      Map<Object, Object> said = new HashMap<>(object);
      said.remove("@context");
      boolean same = event.source().isEmpty() && JsonTree.read(write(event)).equals(said);
      return same ? Optional.of(event) : Optional.empty();
    } catch (IllegalArgumentException | NameplateException e) {
      return Optional.empty(); // then it is an EPCIS event like any other
    }
  }

  /** True for an object that claims to carry the bytes of an event. */
  static boolean isClaimed(Map<?, ?> object) {
    return object.containsKey(BYTES);
  }

  private String write() throws IOException {
    json.writeStartObject();
    json.writeStringField("type", type());
    json.writeStringField("eventID", eventId());
    OffsetDateTime time = event.time().atOffset(event.offset());
    json.writeStringField("eventTime", TIME.format(time));
    json.writeStringField("eventTimeZoneOffset", OFFSET.format(time));
    write(event.occurrence());
    word("bizStep", "nameplate:step", event.step(), Vocabulary.STEP);
    word("disposition", "nameplate:disposition", event.disposition(), Vocabulary.DISPOSITION);
    place(event.place());
    json.writeStringField(BYTES, Base64.getEncoder().encodeToString(bytes.toByteArray()));
    json.writeEndObject();
    json.close();
    return text.toString();
  }

  private String eventId() {
    if (event.occurrence() instanceof Withdrawn what) {
      return what.target() instanceof Target.ById target
          ? EventHash.named(target.id().digest())
          : ((Target.ByName) what.target()).name();
    }
    return event.name().isEmpty() ? EventHash.named(HashFunction.SHA256.hash(bytes)) : event.name();
  }

  private String type() {
    return switch (event.kind()) {
      case PROCESS -> "TransformationEvent";
      case CONTAIN ->
          ((Contained) event.occurrence()).bond() == Bond.PACKED
              ? "AggregationEvent"
              : "AssociationEvent";
      default -> "ObjectEvent";
    };
  }

  private void write(Occurrence occurrence) throws IOException {
    if (occurrence instanceof Created what) {
      object("ADD", what.created());
    } else if (occurrence instanceof Retired what) {
      object("DELETE", what.retired());
    } else if (occurrence instanceof Observed what) {
      object("OBSERVE", what.observed());
      documents(what.documents());
    } else if (occurrence instanceof Transferred what) {
      object("OBSERVE", what.transferred());
      documents(what.documents());
      party("sourceList", "source", "nameplate:from", what.from());
      party("destinationList", "destination", "nameplate:to", what.to());
    } else if (occurrence instanceof Processed what) {
      items("inputEPCList", "inputQuantityList", what.inputs());
      items("outputEPCList", "outputQuantityList", what.outputs());
      if (isUri(what.process())) {
        json.writeStringField("transformationID", what.process());
      } else {
        textField("nameplate:process", what.process());
      }
    } else if (occurrence instanceof Contained what) {
      json.writeStringField("action", action(what.change()));
      textField("parentID", what.parent().map(ItemId::uri).orElse(""));
      items("childEPCs", "childQuantityList", what.children());
    } else if (occurrence instanceof Withdrawn what) {
      object("OBSERVE", List.of());
      declaration(what);
    }
  }

  private static String action(Change change) {
    return switch (change) {
      case ENTER -> "ADD";
      case LEAVE -> "DELETE";
      case SEEN -> "OBSERVE";
    };
  }

  private void object(String action, List<EventItem> items) throws IOException {
    json.writeStringField("action", action);
    items("epcList", "quantityList", items);
  }

  /**
   * Writes single things into one list, and things with a quantity, or that are no single things,
   * into another.
   */
  private void items(String things, String amounts, List<EventItem> items) throws IOException {
    List<EventItem> single = items.stream().filter(NativeEvent::isSingle).toList();
    if (!single.isEmpty()) {
      json.writeArrayFieldStart(things);
      for (EventItem item : single) {
        json.writeString(item.id().uri());
      }
      json.writeEndArray();
    }
    if (single.size() < items.size()) {
      json.writeArrayFieldStart(amounts);
      for (EventItem item : items) {
        if (!isSingle(item)) {
          amount(item);
        }
      }
      json.writeEndArray();
    }
  }

  private static boolean isSingle(EventItem item) {
    return item.quantity().isEmpty() && item.id().grain() == Grain.ITEM;
  }

  private void amount(EventItem item) throws IOException {
    json.writeStartObject();
    json.writeStringField("epcClass", item.id().uri());
    if (item.quantity().isPresent()) {
      json.writeNumberField("quantity", item.quantity().get().amount());
      json.writeStringField("uom", item.quantity().get().unit());
    }
    json.writeEndObject();
  }

  private void place(String place) throws IOException {
    Optional<String> uri = uri(place);
    if (uri.isPresent()) {
      json.writeObjectFieldStart("readPoint");
      json.writeStringField("id", uri.get());
      json.writeEndObject();
    } else {
      textField("nameplate:place", place);
    }
  }

  private void documents(List<String> documents) throws IOException {
    List<String> uris = documents.stream().flatMap(text -> uri(text).stream()).toList();
    if (!uris.isEmpty()) {
      json.writeArrayFieldStart("bizTransactionList");
      for (String uri : uris) {
        json.writeStartObject();
        json.writeStringField("bizTransaction", uri);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    texts("nameplate:document", documents.stream().filter(text -> uri(text).isEmpty()).toList());
  }

  private void party(String list, String name, String plain, String party) throws IOException {
    Optional<String> uri = uri(party);
    if (uri.isPresent()) {
      json.writeArrayFieldStart(list);
      json.writeStartObject();
      json.writeStringField("type", "possessing_party");
      json.writeStringField(name, uri.get());
      json.writeEndObject();
      json.writeEndArray();
    } else {
      textField(plain, party);
    }
  }

  private void declaration(Withdrawn what) throws IOException {
    json.writeObjectFieldStart("errorDeclaration");
    json.writeStringField("declarationTime", TIME.format(event.time().atOffset(ZoneOffset.UTC)));
    word("reason", "nameplate:reason", what.reason(), Vocabulary.REASON);
    texts("correctiveEventIDs", what.replacements().stream().map(NativeEvent::nameOf).toList());
    json.writeEndObject();
  }

  private void word(String name, String plain, String word, Vocabulary vocabulary)
      throws IOException {
    textField(vocabulary.has(word) || isUri(word) ? name : plain, word);
  }

  private void textField(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(name, value);
    }
  }

  private void texts(String name, List<String> values) throws IOException {
    if (!values.isEmpty()) {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
  }

  /** A name or the hexadecimal digest of an event. */
  private static String nameOf(String event) {
    return event.matches("[0-9a-f]{64}") ? EventHash.named(Bytes.fromHex(event)) : event;
  }

  /** A name of a thing as a URI; empty if it is plain text. */
  private static Optional<String> uri(String text) {
    if (text.indexOf('/') < 0) {
      return Optional.of(text).filter(NativeEvent::isUri);
    }
    try {
      return Optional.of(ItemId.parse(text).uri()).filter(NativeEvent::isUri);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static boolean isUri(String text) {
    return URI.matcher(text).matches();
  }
}
