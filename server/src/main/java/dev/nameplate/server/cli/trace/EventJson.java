package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.server.cli.Output;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/**
 * Events as JSON objects for programs: {@code kind}, {@code time}, what happened, and what is said
 * besides. {@link EventJsonReader} reads the same. Amounts are texts, and keep their digits.
 */
final class EventJson {
  private EventJson() {}

  static ObjectNode write(Event event) {
    ObjectNode json = Output.object();
    json.put("kind", event.kind().word());
    json.put("time", time(event));
    put(json, "name", event.name());
    put(json, "step", event.step());
    put(json, "disposition", event.disposition());
    put(json, "place", event.place());
    occurrence(json, event);
    event.source().ifPresent(source -> json.set("source", source(source)));
    return json;
  }

  /** When it happened, at the offset where it did, to the millisecond. */
  static String time(Event event) {
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
      put(json, "process", processed.process());
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
      put(json, "from", transferred.from());
      put(json, "to", transferred.to());
      json.put("side", Words.of(transferred.side()));
      texts(json, "documents", transferred.documents());
    } else if (what instanceof Observed observed) {
      json.set("items", items(observed.observed()));
      texts(json, "documents", observed.documents());
    } else if (what instanceof Withdrawn withdrawn) {
      json.put("event", target(withdrawn.target()));
      put(json, "reason", withdrawn.reason());
      texts(json, "replacements", withdrawn.replacements());
    }
  }

  /** An event id in hexadecimal, or a name. */
  static String target(Target target) {
    return target instanceof Target.ById byId
        ? byId.id().toString()
        : ((Target.ByName) target).name();
  }

  private static ArrayNode items(List<EventItem> items) {
    ArrayNode array = Output.object().arrayNode();
    items.forEach(item -> array.add(item(item)));
    return array;
  }

  private static JsonNode item(EventItem item) {
    ObjectNode json = Output.object().put("item", item.id().toString());
    item.quantity()
        .ifPresent(much -> json.put("amount", much.amount().toString()).put("unit", much.unit()));
    return json;
  }

  private static ObjectNode source(EventSource source) {
    ObjectNode json = Output.object().put("text", source.text());
    put(json, "context", source.context());
    json.put("content", HexFormat.of().formatHex(source.content().toByteArray()));
    texts(json, "labels", source.labels());
    return json;
  }

  private static void put(ObjectNode json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  private static void texts(ObjectNode json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      texts.forEach(json.putArray(name)::add);
    }
  }
}
