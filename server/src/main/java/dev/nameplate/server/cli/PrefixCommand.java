package dev.nameplate.server.cli;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.VerifyingKey;
import dev.nameplate.v1.PrefixDescription;
import dev.nameplate.v1.PrefixServiceListRequest;
import dev.nameplate.v1.PrefixServiceListResponse;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a node is the authority for. */
@Command(
    name = "prefix",
    header = "Show the prefixes a node is the authority for.",
    footer = "  nameplate prefix list --node 127.0.0.1:7430",
    subcommands = PrefixCommand.ListPrefixes.class)
final class PrefixCommand extends CommandFamily {
  @Command(
      name = "list",
      header = "List the prefixes of a node, with its log and its key.",
      description =
          "%nWhat a node says of itself is no proof: take anchors from someone you trust.%n",
      footer = "  nameplate prefix list --node 127.0.0.1:7430")
  static final class ListPrefixes implements Callable<Integer> {
    @Mixin private NodeOptions node = new NodeOptions();
    @Mixin private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() {
      try (NodeConnection connection = node.connect(common.terminal())) {
        String token = "";
        do {
          PrefixServiceListResponse page =
              connection
                  .prefixes()
                  .list(PrefixServiceListRequest.newBuilder().setPageToken(token).build());
          page.getPrefixesList().forEach(this::show);
          token = page.getNextPageToken();
        } while (!token.isEmpty());
      }
      return ExitCode.OK;
    }

    private void show(PrefixDescription prefix) {
      VerifyingKey key = VerifyingKey.parse(Bytes.of(prefix.getAuthorityKey()));
      Output output = common.output();
      output.result(
          Output.object()
              .put("prefix", prefix.getPrefix())
              .put("log", prefix.getLog())
              .put("suite", key.suite().name())
              .put("keyId", key.keyId().toString())
              .put("checkpointKey", prefix.getCheckpointKey()));
      output.line(
          output.bold(Columns.safe(prefix.getPrefix()))
              + "  log "
              + Columns.safe(prefix.getLog())
              + "  "
              + key.suite()
              + " key "
              + key.keyId());
    }
  }
}
