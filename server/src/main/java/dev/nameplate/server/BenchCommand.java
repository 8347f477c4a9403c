package dev.nameplate.server;

import dev.nameplate.server.bench.BenchAssignCommand;
import dev.nameplate.server.bench.BenchMixedCommand;
import dev.nameplate.server.bench.BenchResolveCommand;
import dev.nameplate.server.bench.BenchTraceCommand;
import dev.nameplate.server.cli.options.CommandFamily;
import picocli.CommandLine.Command;

/** The {@code bench} command family: measurements. */
@Command(
    name = "bench",
    header = "Measure the performance of a node, under load or against bare libraries.",
    description = "%nRun on an idle machine; other load distorts results.%n",
    footer = "  nameplate bench floor",
    subcommands = {
      BenchAssignCommand.class,
      BenchResolveCommand.class,
      BenchMixedCommand.class,
      BenchTraceCommand.class,
      BenchFloorCommand.class
    })
final class BenchCommand extends CommandFamily {}
