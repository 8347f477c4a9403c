package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Records;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Paged;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.wire.ListingCodec;
import dev.nameplate.wire.Read;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the identifiers under one prefix. */
@Command(
    name = "list",
    header = "List the identifiers under a prefix, in order.",
    description = "",
    footer = "  nameplate list 88.118.8 --start COIL-2026- --limit 20")
public final class ListCommand extends NodeCommand {
  @Parameters(
      converter = Sought.OfPrefix.class,
      paramLabel = "PREFIX",
      description = "A prefix, for example 88.118.8.")
  private Prefix prefix = Arguments.NO_PREFIX;

  @Option(
      names = "--start",
      paramLabel = "TEXT",
      description = "Only identifiers whose suffix starts with this text.")
  private String start = "";

  @Option(names = "--retired", description = "List retired identifiers too.")
  private boolean retired;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of identifiers. Default: all.")
  private long limit = Long.MAX_VALUE;

  @Mixin private AnchorOptions anchor = new AnchorOptions();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw InvalidInputException.of("--limit", limit, "1 or more");
    }
    Output output = output();
    try (NodeConnection connection = connect()) {
      RecordCheck check = RecordCheck.of(connection, anchor.forNode(connection), prefix);
      Records.Filter filter = new Records.Filter(prefix, start, retired);
      Iterator<ListingCodec.Listed> listed =
          new Paged<>(
              limit,
              (size, token) ->
                  ListingCodec.page(
                      connection
                          .resolution()
                          .listIdentifiers(ListingCodec.request(filter, size, token))));
      if (!listed.hasNext()) {
        output.line("No identifiers found.");
      }
      listed.forEachRemaining(entry -> show(output, check.read(entry)));
    }
    return ExitCode.OK;
  }

  static void show(Output output, Read<IdentifierRecord> reading) {
    var record = reading.value();
    var json = Json.object();
    json.put("identifier", record.identifier().toString());
    json.put("version", record.version());
    json.put("retired", record.retired());
    json.put("verified", reading.verified());
    output.result(json);
    output.line(
        VisibleText.of(record.identifier().toString())
            + (record.retired()
                ? "  retired"
                : record.version() == 1 ? "" : "  version " + record.version()));
  }
}
