package dev.nameplate.server.cli.root;

import dev.nameplate.server.cli.options.CommandFamily;
import picocli.CommandLine.Command;

/** The {@code root} command family: trust roots, which several people sign together. */
@Command(
    name = "root",
    header = "Make, sign and update a trust root: anchors signed by several people.",
    description = {
      "%nEach person makes a root key, one person makes the root, and enough of them sign it, "
          + "each on their own machine.",
      "A successor is signed in the same way, also by enough keys of the root before it. A root "
          + "can be given as --anchor.%n"
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
