package dev.nameplate.server.bench;

import dev.nameplate.identifier.Prefix;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Assigns new identifiers. */
@Command(
    name = "assign",
    header = "Assign new identifiers as fast as the node takes them, or at a rate.",
    description = {
      "%nThe identifiers are real and stay: use a node made for it. Their names hold random bits of this run, so that",
      "they meet no others. Each has three values, as a steel coil would. Latency is until the receipt is there, that",
      "is, until the record is durable and signed.%n"
    },
    footer = {
      "  nameplate bench assign --node 127.0.0.1:7430 --seconds 30",
      "  nameplate bench assign --data ./node --rate 5000 --json"
    })
public final class BenchAssignCommand extends LoadCommand {
  @Option(
      names = "--unary",
      description = "A call for each, instead of one stream on each connection.")
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
