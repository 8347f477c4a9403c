package dev.nameplate.server.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.wire.StatisticsCodec;
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
      CacheStatistics counted =
          StatisticsCodec.statistics(
              connection.resolution().getCacheStatistics(StatisticsCodec.request()));
      output.result(json(counted));
      table(counted).lines().forEach(output::line);
    }
    return ExitCode.OK;
  }

  private static ObjectNode json(CacheStatistics counted) {
    return Json.object()
        .put("hits", counted.hits())
        .put("misses", counted.misses())
        .put("stale", counted.stale())
        .put("negativeHits", counted.negativeHits())
        .put("coalesced", counted.coalesced())
        .put("failureHits", counted.failureHits())
        .put("refreshes", counted.refreshes())
        .put("failures", counted.failures())
        .put("invalidations", counted.invalidations())
        .put("entries", counted.entries())
        .put("bytes", counted.bytes());
  }

  private static Columns table(CacheStatistics counted) {
    return new Columns("")
        .add("hits", number(counted.hits()), "answered from the cache, within the time to live")
        .add(
            "  absent",
            number(counted.negativeHits()),
            "of these, answers that the identifier does not exist")
        .add("misses", number(counted.misses()), "not in the cache; other nodes were queried")
        .add(
            "stale",
            number(counted.stale()),
            "answered from the cache after the time to live, because no node answered")
        .add(
            "coalesced",
            number(counted.coalesced()),
            "waited for the answer to an identical request")
        .add("failures", number(counted.failures()), "queries to other nodes that failed")
        .add(
            "failure hits",
            number(counted.failureHits()),
            "refused at once, because the same query had just failed")
        .add("refreshes", number(counted.refreshes()), "refreshed before the time to live ended")
        .add(
            "invalidations",
            number(counted.invalidations()),
            "dropped because their log has newer entries")
        .add("entries", number(counted.entries()), "answers in the cache now")
        .add("bytes", number(counted.bytes()), "estimated memory they use now");
  }

  private static String number(long count) {
    return String.format("%,d", count);
  }
}
