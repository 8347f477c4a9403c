package dev.nameplate.server.cli.trace;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.bulk.CaptureResults;
import dev.nameplate.server.cli.bulk.CaptureStream;
import dev.nameplate.server.cli.bulk.EpcisFile;
import dev.nameplate.server.cli.input.TextLines;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code capture}: records events, from files or from the command line. */
@Command(
    name = "capture",
    header = "Record events of items: created, processed, packed, shipped, observed.",
    description = {
      "",
      "Give files of events, or record one event with a command below. The receipt means that the "
          + "event is on disk, in the log and signed. A repeated event is recorded once, without "
          + "an error.",
      "A file contains EPCIS 2.0 documents, events in JSON, or JSON Lines, for example:",
      "  {\"kind\":\"process\",\"time\":\"2026-07-06T08:00:00+08:00\",\"step\":\"slitting\",",
      "   "
          + "\"inputs\":[{\"item\":\"88.118.8/COIL-1\",\"amount\":\"21.40\",\"unit\":\"TNE\"}],\"outputs\":[\"88.118.8/COIL-1-A\"]}",
      ""
    },
    subcommands = {
      CaptureKinds.Create.class,
      CaptureKinds.MadeOf.class,
      CaptureKinds.Contain.class,
      CaptureKinds.Transfer.class,
      CaptureKinds.Observe.class,
      CaptureKinds.Retire.class,
      CaptureKinds.Withdraw.class
    },
    footer = {
      "  nameplate capture events.jsonl shipment.jsonld",
      "  nameplate capture process --input 88.118.8/COIL-1=21.40TNE --output"
          + " 88.118.8/COIL-1-A=10.60TNE"
    })
public final class CaptureCommand extends NodeCommand {
  @Parameters(arity = "0..*", paramLabel = "FILE", description = "Files of events.")
  private List<Path> files = List.of();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      description =
          "Recorder of events that name no recorder. Default: the node's prefix, if it has only "
              + "one.")
  private Optional<Prefix> prefix = Optional.empty();

  @Option(
      names = "--charset",
      paramLabel = "CHARSET",
      description = "Character encoding of the files, for example GBK. Default: UTF-8.")
  private Charset charset = StandardCharsets.UTF_8;

  @Option(
      names = "--restricted",
      description =
          "Restrict events that do not specify it: callers without permission see only a hole.")
  private boolean restricted;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() {
    if (files.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "give a file of events or a subcommand: create, process, contain, transfer, observe, "
              + "retire or withdraw");
    }
    CaptureResults results = CaptureResults.ofMany(output());
    try (NodeConnection connection = connect()) {
      files.forEach(file -> capture(file, connection, results));
    }
    results.summarise();
    return results.exitCode();
  }

  private void capture(Path file, NodeConnection connection, CaptureResults results) {
    if (EpcisFile.isOne(file)) {
      try (EpcisFile events = EpcisFile.open(file, charset, new AtomicLong(), prefix, restricted)) {
        CaptureStream.send(connection, events, results);
      }
      return;
    }
    try (TextLines lines = TextLines.open(file, charset, new AtomicLong())) {
      CaptureStream.send(
          connection, new EventLines(file.toString(), lines, prefix, restricted), results);
    }
  }
}
