package dev.nameplate.server.cli.assign;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.wire.RegistrationCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Retires one identifier. */
@Command(
    name = "retire",
    header = "Retire an identifier permanently.",
    description = "%nIt is never assigned again; its history stays readable.%n",
    footer = "  nameplate retire 88.118.8/COIL-2026-000451 --expect 2")
public final class RetireCommand extends WriteCommand {
  @Parameters(paramLabel = "IDENTIFIER", description = "An assigned identifier.")
  private Identifier identifier = Arguments.NO_IDENTIFIER;

  @Option(
      names = "--expect",
      required = true,
      paramLabel = "VERSION",
      description = "The newest version you have read. If a newer version exists, nothing changes.")
  private long expected;

  RetireCommand() {
    super("Retired");
  }

  @Override
  protected Writing write(OperationId operation) {
    return connection ->
        connection
            .registration()
            .retire(RegistrationCodec.retire(identifier, expected, operation))
            .getReceipt();
  }
}
