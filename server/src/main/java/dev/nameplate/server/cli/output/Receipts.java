package dev.nameplate.server.cli.output;

import dev.nameplate.error.VisibleText;
import dev.nameplate.log.Receipt;
import dev.nameplate.server.json.ReceiptJson;

/** Receipts as commands show them. */
public final class Receipts {
  private Receipts() {}

  /** Shows a receipt. */
  public static void show(Output output, String did, Receipt receipt) {
    output.result(ReceiptJson.json(receipt));
    output.line(
        output.good(did)
            + " "
            + output.bold(VisibleText.of(receipt.identifier().toString()))
            + range(receipt)
            + " version "
            + receipt.version()
            + ", position "
            + receipt.position()
            + " of the log"
            + (receipt.replayed()
                ? " (already done under this operation id; this is the original receipt)"
                : ""));
  }

  private static String range(Receipt receipt) {
    return receipt
        .extent()
        .map(
            range ->
                String.format(
                    " to %s, %,d identifiers,",
                    VisibleText.of(range.last().toString()), range.members()))
        .orElse("");
  }
}
