package dev.nameplate.server.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Difference;
import dev.nameplate.trace.recall.RecallStep.Handover;
import dev.nameplate.trace.recall.RecallStep.Hole;
import dev.nameplate.trace.recall.RecallStep.Making;
import dev.nameplate.trace.recall.RecallStep.Progress;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallStep.Total;
import dev.nameplate.trace.recall.RecallStep.Witness;
import java.util.Optional;

/** Steps of a recall as JSON, in fields like those of a trace; unverified. */
public final class RecallJson {
  private RecallJson() {}

  /** An item at a place. */
  public static ObjectNode item(Affected item) {
    ObjectNode json = step("item", Optional.of(item.item()), item.depth());
    json.put("certainty", Words.of(item.certainty())).put("reason", Words.of(item.reason()));
    json.put("holder", item.holder().isEmpty() ? null : item.holder());
    json.put("inside", item.inside().map(Object::toString).orElse(null));
    json.put("presence", Words.of(item.presence())).put("extent", Words.of(item.extent()));
    json.set("left", Json.objects(item.left(), Json::quantity));
    json.set("atLeast", Json.objects(item.atLeast(), Json::quantity));
    item.making().ifPresent(making -> json.set("made", made(making)));
    item.handover().ifPresent(handover -> json.set("handover", given(handover)));
    return json;
  }

  private static ObjectNode made(Making making) {
    ObjectNode json = Json.object().put("event", making.event().toString());
    json.put("recorder", making.recorder().toString());
    json.put("time", making.time().toString()).put("place", making.place());
    making.made().ifPresent(much -> json.setAll(Json.quantity(much)));
    return json;
  }

  private static ObjectNode given(Handover handover) {
    ObjectNode json = Json.object().put("event", handover.event().toString());
    json.put("time", handover.time().toString()).put("from", handover.from());
    json.put("to", handover.to()).put("place", handover.place());
    return json.set("documents", Json.texts(handover.documents()));
  }

  /** Something that could not be followed. */
  public static ObjectNode hole(Hole hole) {
    return step("hole", hole.at(), hole.depth()).put("reason", Words.of(hole.reason()));
  }

  private static ObjectNode step(String kind, Optional<?> identifier, int depth) {
    return TraceJson.step(kind, identifier, depth, "down").put("verified", false);
  }

  /** A node that was asked. */
  public static ObjectNode witness(Witness witness) {
    ObjectNode json = Json.object().put("kind", "node");
    json.put("authority", witness.authority().toString()).put("events", witness.events());
    json.put("asOfPosition", witness.asOfPosition());
    json.put("asOfTime", witness.asOfTime().toString());
    return json.set("gaps", Json.texts(witness.gaps().stream().sorted().map(Words::of).toList()));
  }

  /** An amount on which giver and receiver disagree. */
  public static ObjectNode difference(Difference difference) {
    ObjectNode json = Json.object().put("kind", "difference");
    json.put("identifier", difference.item().toString());
    json.put("from", difference.from().toString()).put("to", difference.to().toString());
    json.put("given", difference.given().amount().toPlainString());
    json.put("received", difference.received().amount().toPlainString());
    return json.put("unit", difference.given().unit());
  }

  /** Progress so far. */
  public static ObjectNode progress(Progress progress) {
    ObjectNode json = Json.object().put("kind", "progress");
    json.put("items", progress.items()).put("located", progress.located());
    progress
        .found()
        .ifPresent(
            found ->
                counts(json, found.certain(), found.possible(), found.excluded(), found.holes()));
    return json;
  }

  private static void counts(
      ObjectNode json, long certain, long possible, long excluded, long holes) {
    json.put("certain", certain).put("possible", possible);
    json.put("excluded", excluded).put("holes", holes);
  }

  /** Totals of affected items and their holders. */
  public static ObjectNode summary(Summary summary) {
    ObjectNode json = Json.object();
    counts(json, summary.certain(), summary.possible(), summary.excluded(), summary.holes());
    json.put("apart", summary.apart()).put("complete", summary.complete());
    json.put("asOfPosition", summary.asOfPosition());
    json.put("asOfTime", summary.asOfTime().toString());
    return json.set("totals", Json.objects(summary.totals(), RecallJson::total));
  }

  private static ObjectNode total(Total total) {
    ObjectNode json =
        Json.object()
            .put("holder", total.holder().isEmpty() ? null : total.holder())
            .put("certainty", Words.of(total.certainty()))
            .put("items", total.items());
    if (!total.unit().isEmpty()) {
      json.put("amount", total.left().toPlainString());
      json.put("atLeast", total.atLeast().toPlainString()).put("unit", total.unit());
    }
    return json;
  }
}
