package dev.nameplate.server.cli.options;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamConfig;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the reach of a question: other nodes, and other identifiers. */
public final class AskOptions {
  @ArgGroup(validate = false, order = 60, heading = "%nAcross nodes:%n")
  private Choice choice = new Choice();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  private static final class Choice {
    @Option(
        names = "--recursive",
        description = "Have the node ask others for what it is no authority for.")
    private boolean recursive;

    @Option(
        names = "--iterative",
        description = {
          "Ask from here, without --node: begin at an endpoint that the --anchor file names,",
          "and go where it refers to."
        })
    private boolean iterative;

    @Option(
        names = "--allow-private-endpoints",
        description =
            "With --iterative, go where nodes refer to even if that is a private network.")
    private boolean privateEndpoints;

    @Option(
        names = "--allow-loopback-endpoints",
        description = "With --iterative, go where nodes refer to even if that is this machine.")
    private boolean loopbackEndpoints;

    @Option(
        names = "--follow",
        description = "If the record is an alias (type HS_ALIAS), answer for what it stands for.")
    private boolean follow;

    @Option(
        names = "--references",
        description = "Also answer for the identifiers that the record refers to.")
    private boolean references;

    @Option(
        names = "--route",
        description = "Show which nodes were asked, what came of it, and how long each took.")
    private boolean route;
  }

  /** True to follow referrals in this process. */
  boolean iterative() {
    return choice.iterative;
  }

  /** True if other nodes are to be asked. */
  public boolean asksOthers() {
    return choice.iterative || choice.recursive;
  }

  /** True to show the nodes asked. */
  public boolean route() {
    return choice.route;
  }

  /** Adds the options to a question. */
  public ResolveRequest.Builder in(ResolveRequest.Builder question) {
    return question
        .setRecursive(asksOthers())
        .setFollowAliases(choice.follow)
        .setFollowReferences(choice.references)
        .setRoute(choice.route);
  }

  /**
   * The connection for a question: to the chosen node, or from node to node.
   *
   * @param anchors the trust anchors, if given
   * @param prefix the prefix of the question
   */
  public NodeConnection connect(
      NodeOptions node, Optional<TrustAnchors> anchors, Prefix prefix, Terminal terminal) {
    if (choice.recursive && choice.iterative) {
      throw usage(
          "--recursive and --iterative: give one; either the node asks the others, or this command does");
    }
    if (choice.recursive && node.isDirectory()) {
      throw usage(
          "--recursive: a node opened with --data asks no others; name one that runs, with --node, or use --iterative");
    }
    if (!choice.iterative) {
      if (choice.privateEndpoints || choice.loopbackEndpoints) {
        throw usage(
            "--allow-...-endpoints: give it with --iterative; a node that is asked goes where it was told to by serve");
      }
      return node.connect(terminal);
    }
    if (node.isGiven()) {
      throw usage(
          "--iterative: leave out --node and --data; it begins at the endpoints in the --anchor file");
    }
    return NodeConnection.asking(NodeClient.open(upstream(anchors, prefix)), node.timeout());
  }

  /**
   * Resolves an identifier.
   *
   * @throws StatusRuntimeException if there is no answer
   * @throws PreconditionException if an option is needed for an answer
   */
  public ResolveResponse resolve(NodeConnection connection, ResolveRequest question) {
    try {
      return connection.resolution().resolve(question);
    } catch (StatusRuntimeException e) {
      Failure failure = Failure.of(e);
      if (failure.reason().equals(ErrorReason.NOT_AUTHORITATIVE.name()) && !asksOthers()) {
        throw new PreconditionException(
            ErrorReason.NOT_AUTHORITATIVE,
            failure.message()
                + "; have it ask others with --recursive, or ask from here with --iterative");
      }
      if (failure.reason().equals(ErrorReason.UNREACHABLE.name())
          && choice.iterative
          && !choice.loopbackEndpoints
          && !choice.privateEndpoints) {
        throw new PreconditionException(
            ErrorReason.UNREACHABLE,
            failure.message()
                + "; nodes on this machine or in a private network are asked with --allow-loopback-endpoints or --allow-private-endpoints only");
      }
      throw e;
    }
  }

  private UpstreamConfig upstream(Optional<TrustAnchors> anchors, Prefix prefix) {
    TrustAnchors trusted =
        anchors.orElseThrow(
            () ->
                usage(
                    "--iterative: give --anchor FILE too: whom to believe, and, by its endpoint lines, whom to ask first"));
    Authority start =
        trusted
            .above(prefix)
            .orElseThrow(
                () ->
                    usage(
                        "--anchor: the file says nothing of "
                            + prefix
                            + " or a prefix above it; get the anchor of one of these"));
    if (start.endpoints().isEmpty()) {
      throw usage(
          "--iterative: the anchor of "
              + start.prefix()
              + " names no endpoint, so nobody knows whom to ask first; add a line such as \"endpoint: node.example:7430\" to it, or name a node with --node");
    }
    EndpointPolicy policy = EndpointPolicy.PUBLIC;
    policy = choice.privateEndpoints ? policy.allowingPrivate() : policy;
    policy = choice.loopbackEndpoints ? policy.allowingLoopback() : policy;
    return UpstreamConfig.trusting(trusted).withEndpointPolicy(policy);
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
