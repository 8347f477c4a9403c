package dev.nameplate.server.cli.options;

import picocli.CommandLine.Mixin;

/** A command that asks a node, with the options that select the node. */
public abstract class NodeCommand extends CliCommand {
  @Mixin protected NodeOptions node = new NodeOptions();

  /** Connection to the chosen node; the caller closes it. */
  protected final NodeConnection connect() {
    return node.connect(terminal());
  }
}
