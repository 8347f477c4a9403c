package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.event.Quantity;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.bulk.Fields;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads events from JSON objects, one a line:
 *
 * <pre>{@code
 * {"kind":"process","time":"2026-07-06T08:00:00+08:00","step":"slitting",
 *  "inputs":[{"item":"88.118.8/COIL-1","amount":"21.40","unit":"TNE"}],
 *  "outputs":["88.118.8/COIL-1-A","88.118.8/COIL-1-B"]}
 * }</pre>
 *
 * <p>{@code kind} is create, retire, observe ({@code items}, observe also {@code documents}),
 * process ({@code inputs}, {@code outputs}, {@code process}, {@code partial}), contain ({@code
 * parent}, {@code items}, {@code change} enter, leave or seen, {@code bond} packed or installed),
 * transfer ({@code items}, {@code from}, {@code to}, {@code side} given or received, {@code
 * documents}) or withdraw ({@code event}, {@code reason}, {@code replacements}). Every kind may
 * have {@code name}, {@code step}, {@code disposition}, {@code place} and {@code source}; and what
 * tells how to capture it, {@code recorder}, {@code restricted} and {@code operation}. An item is a
 * text, or an object with {@code item}, {@code amount} and {@code unit}. A field of any other name
 * is refused.
 */
final class EventJsonReader {
  private static final Set<String> ALWAYS =
      Set.of(
          "kind",
          "time",
          "name",
          "step",
          "disposition",
          "place",
          "source",
          "recorder",
          "restricted",
          "operation");
  private static final Map<EventKind, Set<String>> OF_KIND =
      Map.of(
          EventKind.CREATE, Set.of("items"),
          EventKind.RETIRE, Set.of("items"),
          EventKind.PROCESS, Set.of("process", "inputs", "outputs", "partial"),
          EventKind.CONTAIN, Set.of("parent", "items", "change", "bond"),
          EventKind.TRANSFER, Set.of("items", "from", "to", "side", "documents"),
          EventKind.OBSERVE, Set.of("items", "documents"),
          EventKind.WITHDRAW, Set.of("event", "reason", "replacements"));
  private static final Set<String> ITEM = Set.of("item", "amount", "unit");
  private static final Set<String> SOURCE = Set.of("text", "context", "content", "labels");

  private EventJsonReader() {}

  /**
   * Reads one event.
   *
   * @throws InvalidInputException naming the field that is wrong
   */
  static Event read(Fields json) {
    EventKind kind = Words.parse("kind", json.text("kind"), EventKind.class);
    Set<String> known = new HashSet<>(ALWAYS);
    known.addAll(OF_KIND.getOrDefault(kind, Set.of()));
    json.only(known);
    OffsetDateTime time = time(json);
    Event event =
        Event.at(time.toInstant(), occurrence(kind, json))
            .offset(time.getOffset())
            .name(text(json, "name"))
            .step(text(json, "step"))
            .disposition(text(json, "disposition"))
            .place(text(json, "place"));
    return json.has("source") ? event.source(source(json.object("source"))) : event;
  }

  private static OffsetDateTime time(Fields json) {
    try {
      return OffsetDateTime.parse(json.text("time"));
    } catch (DateTimeException e) {
      throw json.wrong("time", "date, time and offset, for example \"2026-07-06T08:00:00+08:00\"");
    }
  }

  private static Occurrence occurrence(EventKind kind, Fields json) {
    return switch (kind) {
      case CREATE -> new Created(items(json, "items"));
      case RETIRE -> new Retired(items(json, "items"));
      case OBSERVE -> new Observed(items(json, "items"), texts(json, "documents"));
      case PROCESS ->
          new Processed(
              text(json, "process"),
              items(json, "inputs"),
              items(json, "outputs"),
              json.flag("partial"));
      case CONTAIN ->
          new Contained(
              json.optionalText("parent").map(ItemId::parse),
              items(json, "items"),
              choice(json, "change", Change.ENTER, Change.class),
              choice(json, "bond", Bond.PACKED, Bond.class));
      case TRANSFER ->
          new Transferred(
              items(json, "items"),
              text(json, "from"),
              text(json, "to"),
              choice(json, "side", Side.UNSAID, Side.class),
              texts(json, "documents"));
      case WITHDRAW ->
          new Withdrawn(
              target(json.text("event")), text(json, "reason"), texts(json, "replacements"));
    };
  }

  /** What 64 hexadecimal digits, or a name, stand for. */
  static Target target(String text) {
    return EventId.isEventId(text) ? new Target.ById(EventId.parse(text)) : new Target.ByName(text);
  }

  private static List<EventItem> items(Fields json, String name) {
    List<EventItem> items = new ArrayList<>();
    for (JsonNode node : array(json, name, "items")) {
      if (node.isTextual()) {
        items.add(EventItem.of(node.textValue()));
      } else if (node.isObject()) {
        items.add(item(Fields.of(name + "[" + items.size() + "]", node)));
      } else {
        throw json.wrong(name, "an array of items, each a text or an object with \"item\"");
      }
    }
    return items;
  }

  private static EventItem item(Fields json) {
    json.only(ITEM);
    ItemId id = ItemId.parse(json.text("item"));
    if (!json.has("amount") && !json.has("unit")) {
      return new EventItem(id, Optional.empty());
    }
    JsonNode amount = json.any("amount");
    String digits = amount.isNumber() ? amount.asText() : json.text("amount");
    return new EventItem(id, Optional.of(Quantity.of(digits, json.text("unit"))));
  }

  private static EventSource source(Fields json) {
    json.only(SOURCE);
    byte[] content;
    try {
      content = HexFormat.of().parseHex(json.text("content"));
    } catch (IllegalArgumentException e) {
      throw json.wrong("content", "64 hexadecimal digits");
    }
    return new EventSource(
        json.text("text"), text(json, "context"), Bytes.wrap(content), texts(json, "labels"));
  }

  private static List<String> texts(Fields json, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonNode node : array(json, name, "texts")) {
      if (!node.isTextual()) {
        throw json.wrong(name, "an array of texts");
      }
      texts.add(node.textValue());
    }
    return texts;
  }

  private static JsonNode array(Fields json, String name, String of) {
    if (!json.has(name)) {
      return JsonNodeFactory.instance.arrayNode();
    }
    JsonNode array = json.any(name);
    if (!array.isArray()) {
      throw json.wrong(name, "an array of " + of);
    }
    return array;
  }

  private static <E extends Enum<E>> E choice(
      Fields json, String name, E otherwise, Class<E> type) {
    return json.optionalText(name).map(word -> Words.parse(name, word, type)).orElse(otherwise);
  }

  private static String text(Fields json, String name) {
    return json.optionalText(name).orElse("");
  }
}
