package dev.nameplate.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.v1.GetCacheStatisticsRequest;
import dev.nameplate.v1.GetCacheStatisticsResponse;
import picocli.CommandLine.Command;

/** The {@code statistics} command: prints the statistics of a node's cache. */
@Command(
    name = "statistics",
    header = "Show cache statistics.",
    description =
        "%nCounts from the start of the node. One that asks no other nodes has nothing to remember.%n",
    footer = "  nameplate statistics --node 127.0.0.1:7430")
final class StatisticsCommand extends NodeCommand {
  @Override
  public Integer call() {
    Output output = output();
    try (NodeConnection connection = connect()) {
      GetCacheStatisticsResponse counted =
          connection
              .resolution()
              .getCacheStatistics(GetCacheStatisticsRequest.getDefaultInstance());
      output.result(json(counted));
      table(counted).lines().forEach(output::line);
    }
    return ExitCode.OK;
  }

  private static ObjectNode json(GetCacheStatisticsResponse counted) {
    return Json.object()
        .put("hits", counted.getHits())
        .put("misses", counted.getMisses())
        .put("stale", counted.getStale())
        .put("negativeHits", counted.getNegativeHits())
        .put("coalesced", counted.getCoalesced())
        .put("failureHits", counted.getFailureHits())
        .put("refreshes", counted.getRefreshes())
        .put("failures", counted.getFailures())
        .put("invalidations", counted.getInvalidations())
        .put("entries", counted.getEntries())
        .put("bytes", counted.getBytes());
  }

  private static Columns table(GetCacheStatisticsResponse counted) {
    return new Columns("")
        .add("hits", number(counted.getHits()), "answered from memory, within the time to live")
        .add(
            "  absent",
            number(counted.getNegativeHits()),
            "of these, that there is no such identifier")
        .add("misses", number(counted.getMisses()), "not in memory, so other nodes were asked")
        .add(
            "stale",
            number(counted.getStale()),
            "answered from memory although its time was up, since no node answered")
        .add(
            "coalesced",
            number(counted.getCoalesced()),
            "waited for the answer to an equal question")
        .add(
            "failures",
            number(counted.getFailures()),
            "other nodes were asked and failed to answer")
        .add(
            "failure hits",
            number(counted.getFailureHits()),
            "refused at once, since the same had just failed")
        .add("refreshes", number(counted.getRefreshes()), "renewed before the time was up")
        .add(
            "invalidations",
            number(counted.getInvalidations()),
            "dropped because the log they came from moved on")
        .add("entries", number(counted.getEntries()), "answers in memory now")
        .add("bytes", number(counted.getBytes()), "the memory they take now, estimated");
  }

  private static String number(long count) {
    return String.format("%,d", count);
  }
}
