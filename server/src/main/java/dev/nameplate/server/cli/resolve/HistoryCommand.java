package dev.nameplate.server.cli.resolve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Paged;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Values;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.RecordJson;
import dev.nameplate.wire.ListingCodec;
import dev.nameplate.wire.Read;
import java.util.Iterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows every version of one record. */
@Command(
    name = "history",
    header = "Show every version of an identifier's record, newest first.",
    description =
        "%nVersions are never overwritten: an update adds a version, a retirement adds the last version.%n",
    footer = "  nameplate history 88.118.8/COIL-2026-000451 --anchor anchor.txt")
public final class HistoryCommand extends NodeCommand {
  @Parameters(
      converter = Sought.OfIdentifier.class,
      paramLabel = "IDENTIFIER",
      description = "An assigned or retired identifier.")
  private Identifier identifier = Arguments.NO_IDENTIFIER;

  @Mixin private AnchorOptions anchor = new AnchorOptions();

  @Override
  public Integer call() {
    Output output = output();
    try (NodeConnection connection = connect()) {
      RecordCheck check =
          RecordCheck.of(connection, anchor.forNode(connection), identifier.prefix());
      Iterator<ListingCodec.Listed> versions =
          new Paged<>(
              Long.MAX_VALUE,
              (size, token) ->
                  ListingCodec.page(
                      connection
                          .resolution()
                          .listVersions(ListingCodec.request(identifier, size, token))));
      if (!versions.hasNext()) {
        output.line(output.bold(VisibleText.of(identifier.toString())) + " was never assigned.");
        return ExitCode.NO;
      }
      versions.forEachRemaining(version -> show(output, check.read(version, identifier)));
      return ExitCode.OK;
    }
  }

  private static void show(Output output, Read<IdentifierRecord> reading) {
    ObjectNode json = Json.object();
    json.put("identifier", reading.value().identifier().toString());
    json.put("version", reading.value().version());
    json.put("retired", reading.value().retired());
    json.set("values", RecordJson.write(reading.value().values()));
    json.put("position", reading.statement().position());
    json.put("time", reading.statement().batch().time().toString());
    json.put("verified", reading.verified());
    output.result(json);
    output.line(
        "%s  %s  position %s%s%s"
            .formatted(
                output.bold("version " + reading.value().version()),
                reading.statement().batch().time(),
                reading.statement().position(),
                reading.value().retired() ? "  retired" : "",
                reading.verified() ? "  " + output.good("verified") : ""));
    Values.lines(reading.value().values(), reading.value().withheld()).forEach(output::line);
  }
}
