package dev.nameplate.server.cli.options;

import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Receipts;
import dev.nameplate.v1.Receipt;
import java.util.function.Function;
import picocli.CommandLine.Mixin;

/** A command with a single write, which shows the receipt. */
public abstract class WriteCommand extends NodeCommand {
  @Mixin private WriteOptions write = new WriteOptions();

  private final String did;

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
    Function<NodeConnection, Receipt> written = write(write.operation());
    try (NodeConnection connection = connect()) {
      Receipts.show(output(), did, written.apply(connection));
    }
    return ExitCode.OK;
  }

  /**
   * Checks the options before any node is asked; the result performs the write.
   *
   * @param operation operation id of the write; empty for none
   */
  protected abstract Function<NodeConnection, Receipt> write(String operation);
}
