package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.ProtocolMessageEnum;
import dev.nameplate.server.cli.Output;
import dev.nameplate.v1.TraceSummary;
import dev.nameplate.v1.TraceTotal;
import dev.nameplate.v1.TraceVerdict;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Steps of a trace for programs: {@code kind} (item, event or hole), {@code identifier}, {@code
 * depth}, {@code direction}, {@code verified}, and what there is to say of each.
 */
final class ShownJson {
  private final String direction;

  /** Of a trace that goes up or down. */
  ShownJson(String direction) {
    this.direction = direction;
  }

  ObjectNode item(Shown.Thing item) {
    ObjectNode json = step("item", item.id().toString(), item.item().getDepth());
    json.put("verified", item.verified());
    json.put("grain", word(item.item().getGrain(), "ITEM_GRAIN_"));
    return json.put("retired", item.item().getRetired());
  }

  ObjectNode event(Shown.Happened step) {
    ObjectNode json =
        step("event", step.read().event().id().map(Object::toString).orElse(null), step.depth());
    json.put("verified", step.read().verified());
    json.put("role", word(step.role(), "TRACE_ROLE_"));
    json.put("recorder", step.read().event().recorder().toString());
    json.put("position", step.read().statement().position());
    json.put("recorded", step.read().statement().batch().time().toString());
    verdict(json, step.verdict());
    step.read().event().event().ifPresent(event -> json.set("event", EventJson.write(event)));
    return json;
  }

  private static void verdict(ObjectNode json, TraceVerdict verdict) {
    json.put("keyId", hex(verdict.getKeyId()));
    json.put("authority", word(verdict.getAuthority(), "VERDICT_AUTHORITY_"));
    json.put("transfer", word(verdict.getTransfer(), "VERDICT_TRANSFER_"));
    json.put(
        "withdrawnBy", verdict.getWithdrawnBy().isEmpty() ? null : hex(verdict.getWithdrawnBy()));
    json.put("outOfOrder", verdict.getOutOfOrder());
    json.put("cycle", verdict.getCycle());
  }

  ObjectNode hole(Shown.Missing hole) {
    ObjectNode json = step("hole", hole.at().orElse(null), hole.depth());
    return json.put("verified", false).put("reason", hole.reason());
  }

  /** The counts, which are no step: they go to standard error. */
  static ObjectNode summary(TraceSummary summary) {
    ObjectNode json = Output.object();
    json.put("items", summary.getItems());
    json.put("events", summary.getEvents());
    json.put("holes", summary.getHoles());
    json.put("complete", summary.getComplete());
    json.put("asOfPosition", summary.getAsOfPosition());
    json.put("asOfTime", Instant.ofEpochMilli(summary.getAsOfTimeMillis()).toString());
    var totals = json.putArray("totals");
    for (TraceTotal total : summary.getTotalsList()) {
      ObjectNode entry = totals.addObject().put("party", total.getParty());
      if (!total.getUnit().isEmpty()) {
        entry.put("amount", total.getAmount()).put("unit", total.getUnit());
      }
      entry.put("items", total.getItems());
    }
    return json;
  }

  private ObjectNode step(
      String kind, @org.jspecify.annotations.Nullable String identifier, int depth) {
    return Output.object()
        .put("kind", kind)
        .put("identifier", identifier)
        .put("depth", depth)
        .put("direction", direction);
  }

  /** A constant of the wire in lower case, without what all of its kind begin with. */
  static String word(ProtocolMessageEnum constant, String start) {
    return constant
        .toString()
        .replaceFirst("^" + start, "")
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }

  static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
