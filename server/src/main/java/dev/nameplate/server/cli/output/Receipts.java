package dev.nameplate.server.cli.output;

import dev.nameplate.error.VisibleText;
import dev.nameplate.server.json.ReceiptJson;
import dev.nameplate.v1.Receipt;

/** Receipts as commands show them. */
public final class Receipts {
  private Receipts() {}

  /** Shows a receipt. */
  public static void show(Output output, String did, Receipt receipt) {
    output.result(ReceiptJson.json(receipt));
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
