package dev.nameplate.server.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Events as JSON objects, for example:
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
 * is refused. Amounts are texts, and keep their digits.
 */
public final class EventJson {
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

  private EventJson() {}

  /** The object of an event. */
  public static ObjectNode write(Event event) {
    ObjectNode json = Json.object();
    json.put("kind", event.kind().word());
    json.put("time", time(event));
    Json.put(json, "name", event.name());
    Json.put(json, "step", event.step());
    Json.put(json, "disposition", event.disposition());
    Json.put(json, "place", event.place());
    occurrence(json, event);
    event.source().ifPresent(source -> json.set("source", source(source)));
    return json;
  }

  /** Time of the event, at its offset from UTC, to the millisecond. */
  public static String time(Event event) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        OffsetDateTime.ofInstant(event.time(), event.offset()));
  }

  private static void occurrence(ObjectNode json, Event event) {
    var what = event.occurrence();
    if (what instanceof Created created) {
      json.set("items", items(created.created()));
    } else if (what instanceof Retired retired) {
      json.set("items", items(retired.retired()));
    } else if (what instanceof Processed processed) {
      Json.put(json, "process", processed.process());
      json.set("inputs", items(processed.inputs()));
      json.set("outputs", items(processed.outputs()));
      if (processed.partial()) {
        json.put("partial", true);
      }
    } else if (what instanceof Contained contained) {
      contained.parent().ifPresent(parent -> json.put("parent", parent.toString()));
      json.set("items", items(contained.children()));
      json.put("change", Words.of(contained.change()));
      json.put("bond", Words.of(contained.bond()));
    } else if (what instanceof Transferred transferred) {
      json.set("items", items(transferred.transferred()));
      Json.put(json, "from", transferred.from());
      Json.put(json, "to", transferred.to());
      json.put("side", Words.of(transferred.side()));
      texts(json, "documents", transferred.documents());
    } else if (what instanceof Observed observed) {
      json.set("items", items(observed.observed()));
      texts(json, "documents", observed.documents());
    } else if (what instanceof Withdrawn withdrawn) {
      json.put("event", target(withdrawn.target()));
      Json.put(json, "reason", withdrawn.reason());
      texts(json, "replacements", withdrawn.replacements());
    }
  }

  /** An event id in hexadecimal, or a name. */
  public static String target(Target target) {
    return target instanceof Target.ById byId
        ? byId.id().toString()
        : ((Target.ByName) target).name();
  }

  private static ArrayNode items(List<EventItem> items) {
    return Json.objects(items, EventJson::item);
  }

  private static ObjectNode item(EventItem item) {
    ObjectNode json = Json.object().put("item", item.id().toString());
    item.quantity()
        .ifPresent(much -> json.put("amount", much.amount().toString()).put("unit", much.unit()));
    return json;
  }

  private static ObjectNode source(EventSource source) {
    ObjectNode json = Json.object().put("text", source.text());
    Json.put(json, "context", source.context());
    json.put("content", HexFormat.of().formatHex(source.content().toByteArray()));
    texts(json, "labels", source.labels());
    return json;
  }

  private static void texts(ObjectNode json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      json.set(name, Json.texts(texts));
    }
  }

  /**
   * Reads one event.
   *
   * @throws InvalidInputException naming the field that is wrong
   */
  public static Event read(Fields json) {
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
      case OBSERVE -> new Observed(items(json, "items"), json.texts("documents"));
      case PROCESS ->
          new Processed(
              text(json, "process"),
              items(json, "inputs"),
              items(json, "outputs"),
              json.flag("partial"));
      case CONTAIN ->
          new Contained(
              json.has("parent")
                  ? Optional.of(json.word("parent", ItemId::parse))
                  : Optional.empty(),
              items(json, "items"),
              choice(json, "change", Change.ENTER, Change.class),
              choice(json, "bond", Bond.PACKED, Bond.class));
      case TRANSFER ->
          new Transferred(
              items(json, "items"),
              text(json, "from"),
              text(json, "to"),
              choice(json, "side", Side.UNSAID, Side.class),
              json.texts("documents"));
      case WITHDRAW ->
          new Withdrawn(
              target(json.text("event")), text(json, "reason"), json.texts("replacements"));
    };
  }

  /** The target named by 64 hexadecimal digits, or by a name. */
  public static Target target(String text) {
    return EventId.isEventId(text) ? new Target.ById(EventId.parse(text)) : new Target.ByName(text);
  }

  private static List<EventItem> items(Fields json, String name) {
    JsonNode array = json.array(name, "items");
    List<EventItem> items = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      if (array.get(i).isTextual()) {
        items.add(json.itemWord(name, i, EventItem::of));
      } else if (array.get(i).isObject()) {
        items.add(item(json.item(name, i)));
      } else {
        throw json.wrong(name, "an array of items, each a text or an object with \"item\"");
      }
    }
    return items;
  }

  private static EventItem item(Fields json) {
    json.only(ITEM);
    ItemId id = json.word("item", ItemId::parse);
    if (!json.has("amount") && !json.has("unit")) {
      return new EventItem(id, Optional.empty());
    }
    JsonNode amount = json.any("amount");
    String digits = amount.isNumber() ? amount.asText() : json.text("amount");
    String unit = json.text("unit");
    return new EventItem(id, Optional.of(json.made(() -> Quantity.of(digits, unit))));
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
        json.text("text"), text(json, "context"), Bytes.wrap(content), json.texts("labels"));
  }

  private static <E extends Enum<E>> E choice(
      Fields json, String name, E otherwise, Class<E> type) {
    return json.optionalText(name).map(word -> Words.parse(name, word, type)).orElse(otherwise);
  }

  private static String text(Fields json, String name) {
    return json.optionalText(name).orElse("");
  }
}
