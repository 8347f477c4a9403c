package dev.nameplate.server;

import dev.nameplate.server.cli.Cli;
import dev.nameplate.server.cli.ProcessArguments;
import dev.nameplate.server.cli.backup.BackupCommand;
import dev.nameplate.server.cli.backup.RestoreCommand;
import dev.nameplate.server.cli.bulk.ExportCommand;
import dev.nameplate.server.cli.bulk.ImportCommand;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.server.cli.trace.CaptureCommand;
import dev.nameplate.server.cli.trace.EventsCommand;
import dev.nameplate.server.cli.trace.RecallCommand;
import dev.nameplate.server.cli.trace.ReconcileCommand;
import dev.nameplate.server.cli.trace.TraceCommand;
import dev.nameplate.server.demo.DemoCommand;

/** Entry point of the process. */
public final class Main {
  private Main() {}

  /** Runs a command, and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().run(ProcessArguments.decoded(arguments), Terminal.ofProcess()));
  }

  /** The command line with everything this jar can do. */
  public static Cli commandLine() {
    return new Cli(
        ServeCommand.class,
        DemoCommand.class,
        BackupCommand.class,
        RestoreCommand.class,
        CaptureCommand.class,
        TraceCommand.class,
        ReconcileCommand.class,
        RecallCommand.class,
        EventsCommand.class,
        ImportCommand.class,
        ExportCommand.class,
        BenchCommand.class);
  }
}
