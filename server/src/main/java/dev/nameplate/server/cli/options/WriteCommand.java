package dev.nameplate.server.cli.options;

import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Receipts;
import dev.nameplate.v1.Receipt;
import dev.nameplate.wire.ReceiptCodec;
import picocli.CommandLine.Mixin;

/** A command with a single write, which shows the receipt. */
public abstract class WriteCommand extends NodeCommand {
  @Mixin private WriteOptions write = new WriteOptions();

  private final String did;

  /** A write that is ready to be sent. */
  @FunctionalInterface
  public interface Writing {
    /** Sends it, and waits for the receipt. */
    Receipt to(NodeConnection connection);
  }

  /**
   * Creates the command.
   *
   * @param did the action, as the receipt begins
   */
  protected WriteCommand(String did) {
    this.did = did;
  }

  @Override
  public final Integer call() {
    Writing writing = write(OperationId.of(write.operation()));
    try (NodeConnection connection = connect()) {
      Receipts.show(output(), did, ReceiptCodec.fromProto(writing.to(connection)));
    }
    return ExitCode.OK;
  }

  /**
   * Checks the options before any node is asked; the result performs the write.
   *
   * @param operation operation id of the write
   */
  protected abstract Writing write(OperationId operation);
}
