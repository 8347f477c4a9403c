package dev.nameplate.server.cli.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.epcis.EpcisWriter;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Summary;
import java.io.IOException;

/**
 * The results of a recall, as {@code nameplate:recall} of an EPCIS document: holders and amounts of
 * each item, in {@code nameplate:places}, and completeness. It is beside the signed events, because
 * it is derived from them and not signed. Kept in a temporary file until it is written. Used by one
 * thread.
 */
public final class RecallExtension implements AutoCloseable {
  private static final String PREFIX = "nameplate:";

  private final KeptList places = new KeptList();
  private ObjectNode summary = object();

  /** Begins with nothing. */
  public RecallExtension() throws IOException {}

  /** Adds a step. */
  public void add(RecallStep step) throws IOException {
    if (step instanceof Affected item) {
      places.add(place(item));
    } else if (step instanceof Summary last) {
      summary = RecallText.put(object(), PREFIX, last);
    }
  }

  private static ObjectNode place(Affected item) {
    ObjectNode place =
        object()
            .put(PREFIX + "item", item.item().uri())
            .put(PREFIX + "certainty", Words.of(item.certainty()))
            .put(PREFIX + "reason", Words.of(item.reason()))
            .put(PREFIX + "depth", item.depth());
    if (!item.holder().isEmpty()) {
      place.put(PREFIX + "holder", item.holder());
    }
    item.inside().map(ItemId::uri).ifPresent(in -> place.put(PREFIX + "inside", in));
    place.put(PREFIX + "presence", Words.of(item.presence()));
    place.put(PREFIX + "extent", Words.of(item.extent()));
    var left = place.putArray(PREFIX + "left");
    for (int i = 0; i < item.left().size(); i++) {
      Quantity most = item.left().get(i);
      Quantity least = RecallText.least(item.atLeast(), item.left(), i);
      left.addObject()
          .put(PREFIX + "atLeast", least.amount().toPlainString())
          .put(PREFIX + "atMost", most.amount().toPlainString())
          .put(PREFIX + "unit", most.unit());
    }
    item.handover().ifPresent(event -> place.put(PREFIX + "handover", event.event().toString()));
    return place;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** The extension; valid until this is closed. */
  public EpcisWriter.Extension extension() {
    return new EpcisWriter.Extension("recall", this::writeTo);
  }

  private void writeTo(Appendable out) throws IOException {
    String members = summary.toString();
    out.append(members, 0, members.length() - 1)
        .append(summary.isEmpty() ? "" : ",")
        .append("\"" + PREFIX + "places\": [");
    places.copyTo(out);
    out.append("\n]}");
  }

  @Override
  public void close() throws IOException {
    places.close();
  }
}
