package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.ListIdentifiersResponse;
import dev.nameplate.wire.Read;
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
  private static final int PAGE = 1000;

  @Parameters(
      converter = Sought.OfPrefix.class,
      paramLabel = "PREFIX",
      description = "A prefix, for example 88.118.8.")
  private Prefix prefix = Arguments.NO_PREFIX;

  @Option(
      names = "--start",
      paramLabel = "TEXT",
      description = "Only identifiers whose suffix starts like this.")
  private String start = "";

  @Option(names = "--retired", description = "List retired identifiers too.")
  private boolean retired;

  @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: all.")
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
      long left = limit;
      String token = "";
      do {
        ListIdentifiersResponse page =
            connection.resolution().listIdentifiers(request(left, token));
        for (int entry = 0; entry < page.getStatementsCount(); entry++) {
          show(output, check.read(page, entry));
        }
        left -= page.getStatementsCount();
        token = page.getNextPageToken();
      } while (left > 0 && !token.isEmpty());
      if (left == limit) {
        output.line("There is none.");
      }
    }
    return ExitCode.OK;
  }

  private ListIdentifiersRequest request(long left, String token) {
    return ListIdentifiersRequest.newBuilder()
        .setPrefix(prefix.toString())
        .setSuffixStart(start)
        .setIncludeRetired(retired)
        .setPageSize((int) Math.min(left, PAGE))
        .setPageToken(token)
        .build();
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
