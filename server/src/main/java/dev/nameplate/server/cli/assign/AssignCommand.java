package dev.nameplate.server.cli.assign;

import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.wire.RegistrationCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Assigns one identifier. */
@Command(
    name = "assign",
    header = "Assign a new identifier.",
    description =
        "%nThe identifier must never have been assigned before. The receipt means that the record "
            + "is on disk, in the log and signed.%n",
    footer =
        "  nameplate assign 88.118.8/COIL-2026-000451 --value 1:URL=https://mill.example/coils/451 --reference 2:炉次=88.118.8/HEAT-7")
public final class AssignCommand extends WriteCommand {
  @Parameters(
      paramLabel = "IDENTIFIER",
      description = "prefix/suffix, for example 88.118.8/COIL-2026-000451.")
  private Identifier identifier = Arguments.NO_IDENTIFIER;

  @Mixin private ValueOptions values = new ValueOptions();
  @Mixin private TemplateOption template = new TemplateOption();

  AssignCommand() {
    super("Assigned");
  }

  @Override
  protected Writing write(OperationId operation) {
    Assignment assignment =
        new Assignment(identifier, template.with(values.values(terminal())), operation);
    return connection ->
        connection.registration().assign(RegistrationCodec.request(assignment)).getReceipt();
  }
}
