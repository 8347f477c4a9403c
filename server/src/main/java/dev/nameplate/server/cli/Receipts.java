package dev.nameplate.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.v1.Receipt;
import java.time.Instant;

/** Receipts as commands show them. */
public final class Receipts {
  private Receipts() {}

  /**
   * For programs: {@code identifier}, {@code version}, {@code operation} (null if it had none),
   * {@code replayed}, {@code position}, {@code batch}, {@code time}.
   */
  public static ObjectNode json(Receipt receipt) {
    ObjectNode json = Output.object();
    json.put("identifier", receipt.getIdentifier());
    json.put("version", receipt.getVersion());
    json.put("operation", receipt.getOperationId().isEmpty() ? null : receipt.getOperationId());
    json.put("replayed", receipt.getReplayed());
    json.put("position", receipt.getPosition());
    json.put("batch", receipt.getBatch());
    return json.put("time", Instant.ofEpochMilli(receipt.getTimeMillis()).toString());
  }

  /** Shows a receipt. */
  static void show(Output output, String did, Receipt receipt) {
    output.result(json(receipt));
    output.line(
        output.good(did)
            + " "
            + output.bold(VisibleText.of(receipt.getIdentifier()))
            + " version "
            + receipt.getVersion()
            + ", position "
            + receipt.getPosition()
            + " of the log"
            + (receipt.getReplayed()
                ? " (done before under this operation id; this is its receipt)"
                : ""));
  }
}
