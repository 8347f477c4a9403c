package dev.nameplate.server.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.event.ItemId;
import dev.nameplate.trace.TraceStep.Summary;
import dev.nameplate.trace.TraceStep.Total;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.ReadStep;
import java.util.Optional;

/**
 * Steps of a trace for programs: {@code kind} (item, event or hole), {@code identifier}, {@code
 * depth}, {@code direction}, {@code verified}, and the data of each.
 */
public final class TraceJson {
  private final String direction;

  /** Steps of a trace {@code up} or {@code down}. */
  public TraceJson(String direction) {
    this.direction = direction;
  }

  public ObjectNode item(ReadStep.Thing thing) {
    ItemId id = thing.item().id();
    return step("item", Optional.of(id), thing.item().depth())
        .put("verified", thing.verified())
        .put("grain", Words.of(id.grain()))
        .put("retired", thing.item().retired());
  }

  public ObjectNode event(ReadStep.Happened step) {
    Read<RecordedEvent> read = step.event();
    ObjectNode json = step("event", read.value().id(), step.depth());
    json.put("verified", read.verified()).put("role", Words.of(step.role()));
    json.put("recorder", read.value().recorder().toString());
    json.put("position", read.statement().position());
    json.put("recorded", read.statement().batch().time().toString());
    verdict(json, step.verdict());
    read.value().event().ifPresent(event -> json.set("event", EventJson.write(event)));
    return json;
  }

  private static void verdict(ObjectNode json, Verdict verdict) {
    json.put("keyId", verdict.key().toString());
    json.put("authority", Words.of(verdict.authority()));
    json.put("transfer", Words.of(verdict.transfer()));
    json.put("withdrawnBy", verdict.withdrawnBy().map(Object::toString).orElse(null));
    json.put("outOfOrder", verdict.outOfOrder());
    json.put("cycle", verdict.cycle());
  }

  public ObjectNode hole(ReadStep.Missing hole) {
    ObjectNode json = step("hole", hole.at(), hole.depth());
    return json.put("verified", false).put("reason", Words.of(hole.reason()));
  }

  /** The totals, which are no step: they go to standard error. */
  public static ObjectNode summary(Summary summary) {
    ObjectNode json = Json.object().put("items", summary.items());
    json.put("events", summary.events()).put("holes", summary.holes());
    json.put("complete", summary.complete()).put("asOfPosition", summary.asOfPosition());
    json.put("asOfTime", summary.asOfTime().toString());
    return json.set("totals", Json.objects(summary.totals(), TraceJson::total));
  }

  private static ObjectNode total(Total total) {
    ObjectNode json = Json.object().put("party", total.party().toString());
    if (!total.unit().isEmpty()) {
      json.put("amount", total.amount().toPlainString()).put("unit", total.unit());
    }
    return json.put("items", total.items());
  }

  private ObjectNode step(String kind, Optional<?> identifier, int depth) {
    return step(kind, identifier, depth, direction);
  }

  static ObjectNode step(String kind, Optional<?> identifier, int depth, String direction) {
    return Json.object()
        .put("kind", kind)
        .put("identifier", identifier.map(Object::toString).orElse(null))
        .put("depth", depth)
        .put("direction", direction);
  }

  /** An event that was listed, and is no step of a trace. */
  public static ObjectNode listed(Read<RecordedEvent> read, long position, boolean withdrawn) {
    RecordedEvent event = read.value();
    ObjectNode json = Json.object().put("kind", event.id().isPresent() ? "event" : "hole");
    json.put("identifier", event.id().map(Object::toString).orElse(null));
    json.put("verified", read.verified()).put("recorder", event.recorder().toString());
    json.put("position", position);
    json.put("restricted", event.isRestricted()).put("withdrawn", withdrawn);
    event.event().ifPresent(known -> json.set("event", EventJson.write(known)));
    return json;
  }
}
