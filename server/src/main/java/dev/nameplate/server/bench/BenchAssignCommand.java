package dev.nameplate.server.bench;

import dev.nameplate.identifier.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Assigns new identifiers. */
@Command(
    name = "assign",
    header = "Assign new identifiers as fast as possible, or at a given rate.",
    description = {
      "%nThe identifiers are real and permanent: use a dedicated node. Their names contain random "
          + "bits of this run, so they do not collide. Each has three values, like a steel coil. "
          + "Latency is the time to the receipt, when the record is durable and signed.%n"
    },
    footer = {
      "  nameplate bench assign --node 127.0.0.1:7430 --seconds 30",
      "  nameplate bench assign --data ./node --rate 5000 --json"
    })
public final class BenchAssignCommand extends LoadCommand {
  @Option(
      names = "--unary",
      description = "Use one call for each identifier instead of one stream for each connection.")
  private boolean unary;

  @Override
  String work() {
    return unary ? "assign by calls" : "assign by streams";
  }

  @Override
  Load load(Connections connections, Prefix under) {
    NewCoils coils = new NewCoils(under);
    return unary
        ? new UnaryAssignLoad(connections.channels(), coils)
        : new StreamAssignLoad(connections.channels(), coils);
  }
}
