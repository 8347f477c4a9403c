package dev.nameplate.server.cli.prefix;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CommonOptions;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.NodeOptions;
import dev.nameplate.server.cli.options.WriteOptions;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Receipts;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.v1.PrefixChangeResponse;
import dev.nameplate.v1.PrefixServiceGrpc.PrefixServiceBlockingStub;
import dev.nameplate.v1.ResumeRequest;
import dev.nameplate.v1.RevokeRequest;
import dev.nameplate.v1.SuspendRequest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts an allotted prefix into another state. */
abstract class PrefixStateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "PREFIX", description = "The allotted prefix, for example 88.118.9.")
  private Prefix prefix = Arguments.NO_PREFIX;

  @Mixin private WriteOptions write = new WriteOptions();
  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public final Integer call() {
    confirm(prefix, common.terminal());
    try (NodeConnection connection = node.connect(common.terminal())) {
      Receipts.show(
          common.output(),
          did(),
          change(connection.prefixes(), prefix.toString(), write.operation()).getReceipt());
    }
    return ExitCode.OK;
  }

  /** Refuses to go on if the caller may not mean it. */
  void confirm(Prefix changed, Terminal terminal) {}

  /** What was done, in a word. */
  abstract String did();

  abstract PrefixChangeResponse change(
      PrefixServiceBlockingStub prefixes, String prefixText, String operation);

  @Command(
      name = "suspend",
      header = "Put an allotted prefix out of use for the time being.",
      description =
          "%nNothing below it is believed meanwhile, and nothing is assigned below a hosted one.%n",
      footer = "  nameplate prefix suspend 88.118.9")
  static final class Suspend extends PrefixStateCommand {
    @Override
    String did() {
      return "Suspended";
    }

    @Override
    PrefixChangeResponse change(
        PrefixServiceBlockingStub prefixes, String prefixText, String operation) {
      return prefixes.suspend(
          SuspendRequest.newBuilder().setPrefix(prefixText).setOperationId(operation).build());
    }
  }

  @Command(
      name = "resume",
      header = "Put a suspended prefix into use again.",
      description = "",
      footer = "  nameplate prefix resume 88.118.9")
  static final class Resume extends PrefixStateCommand {
    @Override
    String did() {
      return "Resumed";
    }

    @Override
    PrefixChangeResponse change(
        PrefixServiceBlockingStub prefixes, String prefixText, String operation) {
      return prefixes.resume(
          ResumeRequest.newBuilder().setPrefix(prefixText).setOperationId(operation).build());
    }
  }

  @Command(
      name = "revoke",
      header = "Put an allotted prefix out of use for ever.",
      description = {
        "%nThis cannot be taken back, and the prefix is never allotted again. Asks for confirmation, or takes --yes.%n"
      },
      footer = "  nameplate prefix revoke 88.118.9")
  static final class Revoke extends PrefixStateCommand {
    @Option(names = "--yes", description = "Revoke without asking; required without a terminal.")
    private boolean yes;

    @Override
    void confirm(Prefix changed, Terminal terminal) {
      if (!yes && !(terminal.interactive() && isTyped(changed, terminal))) {
        throw new InvalidInputException(
            ErrorReason.INVALID_ARGUMENT,
            "--yes",
            "",
            "--yes, or the prefix typed at the question: "
                + changed
                + " would be revoked for ever");
      }
    }

    private static boolean isTyped(Prefix changed, Terminal terminal) {
      terminal.err().print("Revoke " + changed + " for ever? Type the prefix to confirm: ");
      terminal.err().flush();
      return terminal.readLine().strip().equals(changed.toString());
    }

    @Override
    String did() {
      return "Revoked";
    }

    @Override
    PrefixChangeResponse change(
        PrefixServiceBlockingStub prefixes, String prefixText, String operation) {
      return prefixes.revoke(
          RevokeRequest.newBuilder().setPrefix(prefixText).setOperationId(operation).build());
    }
  }
}
