package dev.nameplate.server.cli.root;

import dev.nameplate.server.cli.options.CommandFamily;
import picocli.CommandLine.Command;

/** The {@code root} command family: trust roots, which several people sign together. */
@Command(
    name = "root",
    header = "Make, sign and update a trust root: anchors that several people answer for together.",
    description = {
      "%nEach of them makes a key of their own, one makes the root, enough of them sign it, each on a",
      "machine of their own. Its successor is signed by enough of them too. Any command takes the root as --anchor.%n"
    },
    footer = "  nameplate root show root.txt",
    subcommands = {
      RootKeyCommand.class,
      RootMakeCommand.class,
      RootSignCommand.class,
      RootShowCommand.class,
      RootUpdateCommand.class
    })
public final class RootCommand extends CommandFamily {}
