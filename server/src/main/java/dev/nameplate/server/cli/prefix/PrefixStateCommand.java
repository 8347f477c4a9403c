package dev.nameplate.server.cli.prefix;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.wire.PrefixCodec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts an allotted prefix into another state. */
abstract class PrefixStateCommand extends WriteCommand {
  @Parameters(paramLabel = "PREFIX", description = "The allotted prefix, for example 88.118.9.")
  private Prefix prefix = Arguments.NO_PREFIX;

  private PrefixStateCommand(String did) {
    super(did);
  }

  @Override
  protected final Writing write(OperationId operation) {
    confirm(prefix, terminal());
    return change(prefix, operation);
  }

  /** Refuses to go on if the caller may not mean it. */
  void confirm(Prefix changed, Terminal terminal) {}

  abstract Writing change(Prefix changed, OperationId operation);

  @Command(
      name = "suspend",
      header = "Suspend an allotted prefix; resume reverses this.",
      description =
          "%nWhile it is suspended, statements under the prefix are not valid, and a hosted "
              + "prefix accepts no writes.%n",
      footer = "  nameplate prefix suspend 88.118.9")
  static final class Suspend extends PrefixStateCommand {
    Suspend() {
      super("Suspended");
    }

    @Override
    Writing change(Prefix changed, OperationId operation) {
      return node ->
          node.prefixes().suspend(PrefixCodec.suspend(changed, 0, operation)).getReceipt();
    }
  }

  @Command(
      name = "resume",
      header = "Resume a suspended prefix.",
      description = "",
      footer = "  nameplate prefix resume 88.118.9")
  static final class Resume extends PrefixStateCommand {
    Resume() {
      super("Resumed");
    }

    @Override
    Writing change(Prefix changed, OperationId operation) {
      return node -> node.prefixes().resume(PrefixCodec.resume(changed, 0, operation)).getReceipt();
    }
  }

  @Command(
      name = "revoke",
      header = "Revoke an allotted prefix permanently.",
      description = {
        "%nThis cannot be undone, and the prefix is never allotted again. Asks for confirmation "
            + "unless --yes is given.%n"
      },
      footer = "  nameplate prefix revoke 88.118.9")
  static final class Revoke extends PrefixStateCommand {
    @Option(names = "--yes", description = "Revoke without asking; required without a terminal.")
    private boolean yes;

    @Override
    void confirm(Prefix changed, Terminal terminal) {
      if (!yes && !(terminal.interactive() && isTyped(changed, terminal))) {
        throw InvalidInputException.of(
            "--yes",
            "",
            "--yes, or the prefix typed at the prompt: "
                + changed
                + " would be revoked permanently");
      }
    }

    private static boolean isTyped(Prefix changed, Terminal terminal) {
      terminal.err().print("Revoke " + changed + " permanently? Type the prefix to confirm: ");
      terminal.err().flush();
      return terminal.readLine().strip().equals(changed.toString());
    }

    Revoke() {
      super("Revoked");
    }

    @Override
    Writing change(Prefix changed, OperationId operation) {
      return node -> node.prefixes().revoke(PrefixCodec.revoke(changed, 0, operation)).getReceipt();
    }
  }
}
