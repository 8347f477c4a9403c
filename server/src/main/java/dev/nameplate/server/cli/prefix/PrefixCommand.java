package dev.nameplate.server.cli.prefix;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CommandFamily;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Paged;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.wire.PrefixCodec;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The {@code prefix} command family: a node's prefixes, and allotments below them. */
@Command(
    name = "prefix",
    header = "Show a node's prefixes, and allot prefixes below them.",
    footer = "  nameplate prefix allot 88.118.9 --holder \"Guan County Weaving\" --hosted",
    subcommands = {
      PrefixCommand.ListPrefixes.class,
      PrefixCommand.Show.class,
      PrefixAllotCommand.class,
      PrefixStateCommand.Suspend.class,
      PrefixStateCommand.Resume.class,
      PrefixStateCommand.Revoke.class,
      PrefixTransferCommand.class,
      PrefixRevokeKeyCommand.class
    })
public final class PrefixCommand extends CommandFamily {
  @Command(
      name = "list",
      header = "List the prefixes of a node, or the prefixes it allotted below a prefix.",
      description =
          "%nThe list is not verified: a node lists its own prefixes. Get trust anchors from a "
              + "source you trust.%n",
      footer = {
        "  nameplate prefix list --node 127.0.0.1:7430",
        "  nameplate prefix list --below 88.118"
      })
  static final class ListPrefixes extends NodeCommand {
    @Option(
        converter = Sought.OfPrefix.class,
        names = "--below",
        paramLabel = "P",
        description =
            "List the prefixes allotted below this prefix of the node, including revoked prefixes.")
    private Optional<Prefix> below = Optional.empty();

    @Override
    public Integer call() {
      Output output = output();
      try (NodeConnection connection = connect()) {
        new Paged<>(
                Long.MAX_VALUE,
                (size, token) ->
                    PrefixCodec.page(
                        connection.prefixes().list(PrefixCodec.request(below, size, token))))
            .forEachRemaining(
                read -> {
                  PrefixView prefix = new PrefixView(read);
                  output.result(prefix.json());
                  output.line(prefix.line(output));
                });
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "show",
      header = "Show one prefix: its state, holder, keys and endpoints.",
      description = "%nThe prefix is the node's own or allotted by it.%n",
      footer = "  nameplate prefix show 88.118.9")
  static final class Show extends NodeCommand {
    @Parameters(
        converter = Sought.OfPrefix.class,
        paramLabel = "PREFIX",
        description = "The prefix, for example 88.118.9.")
    private Prefix prefix = Arguments.NO_PREFIX;

    @Override
    public Integer call() {
      Output output = output();
      try (NodeConnection connection = connect()) {
        PrefixView shown = ask(connection, prefix);
        output.result(shown.json());
        shown.lines(output).forEach(output::line);
      }
      return ExitCode.OK;
    }
  }

  /** Asks a node about a prefix. */
  static PrefixView ask(NodeConnection connection, Prefix prefix) {
    return new PrefixView(
        PrefixCodec.fromProto(connection.prefixes().get(PrefixCodec.request(prefix)).getPrefix()));
  }
}
