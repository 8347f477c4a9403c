package dev.nameplate.server.cli.trace;

import dev.nameplate.event.Occurrence;
import dev.nameplate.server.cli.bulk.CaptureResults;
import dev.nameplate.server.cli.bulk.CaptureRow;
import dev.nameplate.server.cli.bulk.CaptureStream;
import dev.nameplate.server.cli.options.CommonOptions;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.NodeOptions;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** Captures one event, of which the options tell. */
abstract class CaptureOne implements Callable<Integer> {
  @Mixin private EventOptions event = new EventOptions();
  @Mixin private NodeOptions node = new NodeOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  /** What happened. */
  abstract Occurrence occurrence();

  @Override
  public Integer call() {
    CaptureRow row = new CaptureRow.Ready("", event.request(occurrence()));
    CaptureResults results = CaptureResults.ofOne(common.output());
    try (NodeConnection connection = node.connect(common.terminal())) {
      CaptureStream.send(connection, List.of(row).iterator(), results);
    }
    return results.exitCode();
  }
}
