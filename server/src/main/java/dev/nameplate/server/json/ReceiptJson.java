package dev.nameplate.server.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.v1.EventReceipt;
import dev.nameplate.v1.Receipt;
import java.time.Instant;
import java.util.HexFormat;

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
    json.put("identifier", receipt.getIdentifier());
    json.put("version", receipt.getVersion());
    json.put("operation", receipt.getOperationId().isEmpty() ? null : receipt.getOperationId());
    json.put("replayed", receipt.getReplayed());
    json.put("position", receipt.getPosition());
    json.put("batch", receipt.getBatch());
    if (receipt.getRangeMembers() > 0) {
      json.put("last", receipt.getRangeLast()).put("members", receipt.getRangeMembers());
    }
    return json.put("time", Instant.ofEpochMilli(receipt.getTimeMillis()).toString());
  }

  /** Receipt of a recorded event. */
  public static ObjectNode json(EventReceipt receipt) {
    ObjectNode json = Json.object().put("event", id(receipt));
    json.put("name", receipt.getName().isEmpty() ? null : receipt.getName());
    json.put("recorder", receipt.getRecorder()).put("already", receipt.getAlready());
    json.put("position", receipt.getPosition()).put("batch", receipt.getBatch());
    json.put("time", Instant.ofEpochMilli(receipt.getTimeMillis()).toString());
    return json.set("labels", Json.texts(receipt.getLabelsList()));
  }

  /** The id of the recorded event, in hexadecimal. */
  public static String id(EventReceipt receipt) {
    return HexFormat.of().formatHex(receipt.getEventId().toByteArray());
  }
}
