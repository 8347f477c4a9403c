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
        "%nCounters of the cache of other nodes' answers, since the node started. All are 0 on "
            + "a node that queries no other nodes.%n",
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
        .add("hits", number(counted.getHits()), "answered from the cache, within the time to live")
        .add(
            "  absent",
            number(counted.getNegativeHits()),
            "of these, answers that the identifier does not exist")
        .add("misses", number(counted.getMisses()), "not in the cache; other nodes were queried")
        .add(
            "stale",
            number(counted.getStale()),
            "answered from the cache after the time to live, because no node answered")
        .add(
            "coalesced",
            number(counted.getCoalesced()),
            "waited for the answer to an identical request")
        .add("failures", number(counted.getFailures()), "queries to other nodes that failed")
        .add(
            "failure hits",
            number(counted.getFailureHits()),
            "refused at once, because the same query had just failed")
        .add("refreshes", number(counted.getRefreshes()), "refreshed before the time to live ended")
        .add(
            "invalidations",
            number(counted.getInvalidations()),
            "dropped because their log has newer entries")
        .add("entries", number(counted.getEntries()), "answers in the cache now")
        .add("bytes", number(counted.getBytes()), "estimated memory they use now");
  }

  private static String number(long count) {
    return String.format("%,d", count);
  }
}
