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
   * {@code replayed}, {@code position}, {@code batch}, {@code time}; of a range also {@code last}
   * and {@code members}.
   */
  public static ObjectNode json(Receipt receipt) {
    ObjectNode json = Output.object();
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

  /** Shows a receipt. */
  static void show(Output output, String did, Receipt receipt) {
    output.result(json(receipt));
    output.line(
        output.good(did)
            + " "
            + output.bold(VisibleText.of(receipt.getIdentifier()))
            + range(receipt)
            + " version "
            + receipt.getVersion()
            + ", position "
            + receipt.getPosition()
            + " of the log"
            + (receipt.getReplayed()
                ? " (done before under this operation id; this is its receipt)"
                : ""));
  }

  private static String range(Receipt receipt) {
    return receipt.getRangeMembers() == 0
        ? ""
        : String.format(
            " to %s, %,d identifiers,",
            VisibleText.of(receipt.getRangeLast()), receipt.getRangeMembers());
  }
}
