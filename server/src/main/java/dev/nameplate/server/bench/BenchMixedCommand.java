package dev.nameplate.server.bench;

import dev.nameplate.identifier.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Resolves and assigns at the same time. */
@Command(
    name = "mixed",
    header = "Resolve identifiers of a node while assigning new identifiers.",
    description =
        "%nCombines bench resolve and bench assign --unary. Assigned identifiers are "
            + "permanent: use a dedicated node.%n",
    footer = "  nameplate bench mixed --assign 10 --rate 10000 --seconds 60")
public final class BenchMixedCommand extends LoadCommand {
  private static final int HUNDRED = 100;

  @Option(
      names = "--assign",
      paramLabel = "PERCENT",
      description = "Percentage of requests that assign, 0 to 100. Default: ${DEFAULT-VALUE}.")
  private int percent = 10;

  @Mixin private KeysOption keys = new KeysOption();

  @Override
  void check() {
    LoadOptions.require("assign", percent, 0, HUNDRED);
    keys.check();
  }

  @Override
  String work() {
    return "mixed, " + percent + " % assign";
  }

  @Override
  Load load(Connections connections, Prefix under) {
    return new MixedLoad(
        new UnaryAssignLoad(connections.channels(), new NewCoils(under)),
        ResolveLoad.of(connections.channels(), connections.identifiers(under, keys.most())),
        percent);
  }
}
