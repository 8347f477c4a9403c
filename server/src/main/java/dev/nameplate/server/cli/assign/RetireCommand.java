package dev.nameplate.server.cli.assign;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CommonOptions;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.NodeOptions;
import dev.nameplate.server.cli.options.WriteOptions;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Receipts;
import dev.nameplate.v1.RetireRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Retires one identifier. */
@Command(
    name = "retire",
    header = "Retire an identifier for good.",
    description = "%nIt is never assigned again; its history stays readable.%n",
    footer = "  nameplate retire 88.118.8/COIL-2026-000451 --expect 2")
public final class RetireCommand implements Callable<Integer> {
  @Parameters(paramLabel = "IDENTIFIER", description = "An identifier that is assigned.")
  private Identifier identifier = Arguments.NO_IDENTIFIER;

  @Option(
      names = "--expect",
      required = true,
      paramLabel = "VERSION",
      description = "The newest version you know; if there is a newer one, nothing is changed.")
  private long expected;

  @Mixin private WriteOptions write = new WriteOptions();
  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    RetireRequest request =
        RetireRequest.newBuilder()
            .setIdentifier(identifier.toString())
            .setExpectedVersion(expected)
            .setOperationId(write.operation())
            .build();
    try (NodeConnection connection = node.connect(common.terminal())) {
      Receipts.show(
          common.output(), "Retired", connection.registration().retire(request).getReceipt());
    }
    return ExitCode.OK;
  }
}
