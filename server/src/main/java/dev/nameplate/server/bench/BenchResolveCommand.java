package dev.nameplate.server.bench;

import dev.nameplate.identifier.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Resolves identifiers that are there. */
@Command(
    name = "resolve",
    header = "Resolve identifiers of a node as fast as possible, or at a given rate.",
    description =
        "%nResolves the identifiers under a prefix repeatedly. Answers are not verified.%n",
    footer = {
      "  nameplate bench resolve --node 127.0.0.1:7430 --seconds 30",
      "  nameplate bench resolve --rate 10000 --prefix 88.118.8 --keys 1000000"
    })
public final class BenchResolveCommand extends LoadCommand {
  @Mixin private KeysOption keys = new KeysOption();

  @Override
  void check() {
    keys.check();
  }

  @Override
  String work() {
    return "resolve";
  }

  @Override
  Load load(Connections connections, Prefix under) {
    return ResolveLoad.of(connections.channels(), connections.identifiers(under, keys.most()));
  }
}
