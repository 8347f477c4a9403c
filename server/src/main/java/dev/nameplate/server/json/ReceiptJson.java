package dev.nameplate.server.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.log.Receipt;

/** Receipts for programs. */
public final class ReceiptJson {
  private ReceiptJson() {}

  /**
   * For programs: {@code identifier}, {@code version}, {@code operation} (null if it had none),
   * {@code replayed}, {@code position}, {@code batch}, {@code time}; of a range also {@code last}
   * and {@code members}.
   */
  public static ObjectNode json(Receipt receipt) {
    ObjectNode json = Json.object();
    json.put("identifier", receipt.identifier().toString());
    json.put("version", receipt.version());
    json.put("operation", receipt.operation().isNone() ? null : receipt.operation().text());
    json.put("replayed", receipt.replayed());
    json.put("position", receipt.position());
    json.put("batch", receipt.batch());
    receipt
        .extent()
        .ifPresent(
            range -> json.put("last", range.last().toString()).put("members", range.members()));
    return json.put("time", receipt.time().toString());
  }

  /**
   * Receipt of a recorded event.
   *
   * @param name the name of the event; empty if it has none
   */
  public static ObjectNode event(Receipt receipt, String name) {
    ObjectNode json = Json.object().put("event", receipt.event().toString());
    json.put("name", name.isEmpty() ? null : name);
    json.put("recorder", receipt.identifier().prefix().toString());
    json.put("already", receipt.replayed());
    json.put("position", receipt.position()).put("batch", receipt.batch());
    json.put("time", receipt.time().toString());
    return json.set("labels", Json.texts(receipt.labels()));
  }
}
