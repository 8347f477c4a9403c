package dev.nameplate.server.cli.options;

import dev.nameplate.cache.UpstreamCacheBounds;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.UpstreamConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options for other nodes, and the trust anchors for their answers. */
public final class UpstreamOptions {
  @ArgGroup(validate = false, order = 90, heading = "%nOther nodes:%n")
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(
        names = "--anchor",
        paramLabel = "FILE",
        description = {
          "Trust anchors. Where this node is not authoritative, it queries the nodes at the "
              + "endpoints in this file."
        })
    private Optional<Path> anchor = Optional.empty();

    @Option(
        names = "--recursive-node",
        paramLabel = "HOST:PORT",
        description =
            "A recursive node that queries other nodes for this node; may be repeated. Its "
                + "answers are verified too.")
    private List<Endpoint> recursiveNode = new ArrayList<>();

    @Option(
        names = "--allow-private-endpoints",
        description = "Also follow referrals into private networks.")
    private boolean privateEndpoints;

    @Option(
        names = "--allow-loopback-endpoints",
        description = "Also follow referrals to this machine.")
    private boolean loopbackEndpoints;

    @Option(
        names = "--follow-changes",
        description =
            "Follow the logs of queried nodes, and drop changed records from the cache at once.")
    private boolean followChanges;
  }

  /**
   * The configuration of questions to other nodes; empty if no option of it is given.
   *
   * @param cacheBytes memory for their records, in bytes
   * @param output receives a warning if a trust root expires soon
   * @throws InvalidInputException if there is no anchor, without which no answer can be verified
   */
  public Optional<UpstreamConfig> config(long cacheBytes, Output output) {
    if (choice.anchor.isEmpty() && (!choice.recursiveNode.isEmpty() || choice.followChanges)) {
      throw InvalidInputException.of("anchor", "", "--anchor FILE with the trusted keys");
    }
    return choice
        .anchor
        .map(file -> AnchorOptions.read(file, output))
        .map(anchors -> config(anchors, cacheBytes));
  }

  private UpstreamConfig config(TrustAnchors anchors, long cacheBytes) {
    EndpointPolicy policy = EndpointPolicy.PUBLIC;
    policy = choice.privateEndpoints ? policy.allowingPrivate() : policy;
    policy = choice.loopbackEndpoints ? policy.allowingLoopback() : policy;
    UpstreamConfig made =
        UpstreamConfig.trusting(anchors)
            .asking(choice.recursiveNode)
            .withEndpointPolicy(policy)
            .withCache(
                UpstreamCacheBounds.DEFAULT.withBytes(
                    cacheBytes, UpstreamCacheBounds.DEFAULT.absenceBytes()));
    return choice.followChanges ? made.followingChanges() : made;
  }
}
