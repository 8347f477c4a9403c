package dev.nameplate.server.cli.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.ProtocolMessageEnum;
import dev.nameplate.event.ItemId;
import dev.nameplate.server.cli.Output;
import dev.nameplate.trace.TraceStep.Summary;
import dev.nameplate.trace.TraceStep.Total;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.wire.Read;
import dev.nameplate.wire.ReadStep;
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

  ObjectNode item(ReadStep.Thing thing) {
    ItemId id = thing.item().id();
    return step("item", id.toString(), thing.item().depth())
        .put("verified", thing.verified())
        .put("grain", Words.of(id.grain()))
        .put("retired", thing.item().retired());
  }

  ObjectNode event(ReadStep.Happened step) {
    Read<RecordedEvent> read = step.event();
    ObjectNode json =
        step("event", read.value().id().map(Object::toString).orElse(null), step.depth());
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

  ObjectNode hole(ReadStep.Missing hole) {
    ObjectNode json = step("hole", hole.at().map(Object::toString).orElse(null), hole.depth());
    return json.put("verified", false).put("reason", Words.of(hole.reason()));
  }

  /** The counts, which are no step: they go to standard error. */
  static ObjectNode summary(Summary summary) {
    ObjectNode json = Output.object();
    json.put("items", summary.items()).put("events", summary.events());
    json.put("holes", summary.holes()).put("complete", summary.complete());
    json.put("asOfPosition", summary.asOfPosition());
    json.put("asOfTime", summary.asOfTime().toString());
    var totals = json.putArray("totals");
    for (Total total : summary.totals()) {
      ObjectNode entry = totals.addObject().put("party", total.party().toString());
      if (!total.unit().isEmpty()) {
        entry.put("amount", total.amount().toPlainString()).put("unit", total.unit());
      }
      entry.put("items", total.items());
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
