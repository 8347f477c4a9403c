package dev.nameplate.server.cli.assign;

import dev.nameplate.assign.Update;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.wire.RegistrationCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Replaces the values of one identifier. */
@Command(
    name = "update",
    header = "Replace all values of an assigned identifier.",
    description = "%nEarlier versions stay readable: see history and resolve --version.%n",
    footer =
        "  nameplate update 88.118.8/COIL-2026-000451 --expect 1 --value 1:URL=https://mill.example/c/451")
public final class UpdateCommand extends WriteCommand {
  @Parameters(paramLabel = "IDENTIFIER", description = "An assigned identifier.")
  private Identifier identifier = Arguments.NO_IDENTIFIER;

  @Option(
      names = "--expect",
      required = true,
      paramLabel = "VERSION",
      description = "The newest version you have read. If a newer version exists, nothing changes.")
  private long expected;

  @Mixin private ValueOptions values = new ValueOptions();
  @Mixin private TemplateOption template = new TemplateOption();

  UpdateCommand() {
    super("Updated");
  }

  @Override
  protected Writing write(OperationId operation) {
    Update update =
        new Update(identifier, expected, template.with(values.values(terminal())), operation);
    return connection ->
        connection.registration().update(RegistrationCodec.request(update)).getReceipt();
  }
}
