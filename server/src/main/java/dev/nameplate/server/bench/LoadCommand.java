package dev.nameplate.server.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.signing.NodeDirectory;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that puts load on a node, and reports the results. */
abstract class LoadCommand extends NodeCommand {
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  @Option(
      names = "--prefix",
      paramLabel = "P",
      description = "Prefix of the identifiers. Default: the node's first prefix.")
  private Optional<Prefix> prefix = Optional.empty();

  @Mixin private LoadOptions options = new LoadOptions();

  /** Checks the options of the command itself. */
  void check() {}

  /** Description of the work. */
  abstract String work();

  /** The requests to make. */
  abstract Load load(Connections connections, Prefix under);

  @Override
  public final Integer call() {
    options.check();
    check();
    Output output = output();
    Optional<Path> store = node.directory().map(NodeDirectory::store);
    LoadReport report = new LoadReport(work(), options, store.isPresent());
    Tally tally;
    long disk;
    try (Connections connections =
        new Connections(node.connect(terminal(), options.connections()), options.connections())) {
      disk = store.map(Scratch::bytesIn).orElse(0L);
      long cpu;
      try (Load load = load(connections, connections.prefix(prefix))) {
        Course course = options.course(Time.REAL);
        tally = new Tally(course);
        cpu = PROCESS.getProcessCpuTime();
        options.run(load, course, tally, Time.REAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new NodeException(ErrorReason.NODE_STOPPED, "load: interrupted", e);
      }
      report.cpuSeconds((PROCESS.getProcessCpuTime() - cpu) / 1e9);
    }
    store.ifPresent(directory -> report.disk(disk, Scratch.bytesIn(directory), tally.assigned()));
    report.show(tally, output);
    return tally.hasFailures() ? ExitCode.NO : ExitCode.OK;
  }
}
