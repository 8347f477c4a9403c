package dev.nameplate.server.cli.trace;

import dev.nameplate.event.Occurrence;
import dev.nameplate.server.cli.bulk.CaptureResults;
import dev.nameplate.server.cli.bulk.CaptureRow;
import dev.nameplate.server.cli.bulk.CaptureStream;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that captures an event described by its options. */
abstract class CaptureOne extends NodeCommand {
  @Mixin private EventOptions event = new EventOptions();

  /** The occurrence. */
  abstract Occurrence occurrence();

  @Override
  public Integer call() {
    CaptureRow row = event.row(occurrence());
    CaptureResults results = CaptureResults.ofOne(output());
    try (NodeConnection connection = connect()) {
      CaptureStream.send(connection, List.of(row).iterator(), results);
    }
    return results.exitCode();
  }
}
