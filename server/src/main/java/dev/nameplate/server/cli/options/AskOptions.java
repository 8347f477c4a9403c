package dev.nameplate.server.cli.options;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamConfig;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.wire.PackedAnswers;
import dev.nameplate.wire.QuestionCodec;
import dev.nameplate.wire.Refusal;
import dev.nameplate.wire.SentAnswer;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the reach of a question: other nodes, and other identifiers. */
public final class AskOptions {
  @ArgGroup(validate = false, order = 60, heading = "%nOther nodes:%n")
  private Choice choice = new Choice();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  private static final class Choice {
    @Option(
        names = "--recursive",
        description = "Let the node query other nodes where it is not authoritative.")
    private boolean recursive;

    @Option(
        names = "--iterative",
        description = {
          "Query the nodes from this command, without --node: start at an endpoint in the "
              + "--anchor file and follow referrals."
        })
    private boolean iterative;

    @Option(
        names = "--allow-private-endpoints",
        description = "With --iterative, also follow referrals into private networks.")
    private boolean privateEndpoints;

    @Option(
        names = "--allow-loopback-endpoints",
        description = "With --iterative, also follow referrals to this machine.")
    private boolean loopbackEndpoints;

    @Option(
        names = "--follow",
        description = "If the record is an alias (type HS_ALIAS), resolve its target.")
    private boolean follow;

    @Option(
        names = "--references",
        description = "Also resolve the identifiers that the record references.")
    private boolean references;

    @Option(
        names = "--route",
        description = "Show the nodes that were queried, with outcome and duration.")
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

  /**
   * Extent of the query: the other nodes and linked records that the node includes in its answer.
   */
  public QuestionCodec.Reach reach() {
    return new QuestionCodec.Reach(asksOthers(), choice.follow, choice.references, choice.route);
  }

  /**
   * The connection for a question: to the chosen node, or from node to node.
   *
   * @param anchors the trust anchors, if given
   * @param prefix the prefix of the question
   */
  public NodeConnection connect(
      NodeOptions node, Optional<TrustAnchors> anchors, Prefix prefix, Terminal terminal) {
    return connect(node, anchors, Optional.of(prefix), terminal);
  }

  /** The connection for questions about identifiers of any prefix. */
  public NodeConnection connect(
      NodeOptions node, Optional<TrustAnchors> anchors, Terminal terminal) {
    return connect(node, anchors, Optional.empty(), terminal);
  }

  private NodeConnection connect(
      NodeOptions node,
      Optional<TrustAnchors> anchors,
      Optional<Prefix> prefix,
      Terminal terminal) {
    if (choice.recursive && choice.iterative) {
      throw usage(
          "--recursive and --iterative: give only one of them; either the node queries other "
              + "nodes, or this command does");
    }
    if (choice.recursive && node.isDirectory()) {
      throw usage(
          "--recursive: a node opened with --data queries no other nodes; name a running node "
              + "with --node, or use --iterative");
    }
    if (!choice.iterative) {
      if (choice.privateEndpoints || choice.loopbackEndpoints) {
        throw usage(
            "--allow-...-endpoints: needs --iterative; for a node, give these options to serve");
      }
      return node.connect(terminal);
    }
    if (node.isGiven()) {
      throw usage(
          "--iterative: not with --node or --data; it starts at the endpoints in the --anchor file");
    }
    return NodeConnection.asking(NodeClient.open(upstream(anchors, prefix)), node.timeout());
  }

  /**
   * Resolves an identifier.
   *
   * @throws StatusRuntimeException if there is no answer
   * @throws PreconditionException if an option is needed for an answer
   */
  public SentAnswer resolve(NodeConnection connection, Question question) {
    try {
      return new SentAnswer(
          connection.resolution().resolve(QuestionCodec.request(question, reach())));
    } catch (StatusRuntimeException e) {
      Failure failure = Failure.of(e);
      if (failure.reason().equals(ErrorReason.NOT_AUTHORITATIVE.name()) && !asksOthers()) {
        throw new PreconditionException(
            ErrorReason.NOT_AUTHORITATIVE,
            failure.message()
                + "; use --recursive to let it query other nodes, or --iterative to query them from here");
      }
      if (failure.reason().equals(ErrorReason.UNREACHABLE.name())
          && choice.iterative
          && !choice.loopbackEndpoints
          && !choice.privateEndpoints) {
        throw new PreconditionException(
            ErrorReason.UNREACHABLE,
            failure.message()
                + "; nodes on this machine or in private networks need "
                + "--allow-loopback-endpoints or --allow-private-endpoints");
      }
      throw e;
    }
  }

  /**
   * Resolves many identifiers, at most as many as a request may have; one by one if the software of
   * the node is older.
   *
   * @return the answers in order, unverified; its methods throw {@link StatusRuntimeException} if
   *     the call fails, and {@link dev.nameplate.error.RejectedStatementException} if a message is
   *     malformed
   */
  public Iterator<ResolveAllResponse> resolveMany(
      NodeConnection connection, List<Identifier> identifiers, AsOf asOf) {
    Iterator<ResolveManyResponse> messages =
        connection
            .resolution()
            .resolveMany(QuestionCodec.request(identifiers, asOf, asksOthers()).build());
    try {
      var unused = messages.hasNext();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.UNIMPLEMENTED) {
        throw e;
      }
      return identifiers.stream()
          .map(identifier -> alone(connection, new Question(identifier, asOf)))
          .iterator();
    }
    AtomicInteger left = new AtomicInteger(identifiers.size());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(messages, Spliterator.ORDERED), false)
        .flatMap(
            message -> {
              List<ResolveAllResponse> answers = PackedAnswers.unpack(message, left.get());
              left.addAndGet(-answers.size());
              return answers.stream();
            })
        .iterator();
  }

  private ResolveAllResponse alone(NodeConnection connection, Question question) {
    try {
      return ResolveAllResponse.newBuilder()
          .setAnswer(resolve(connection, question).sent())
          .build();
    } catch (StatusRuntimeException e) {
      return refused(Failure.of(e));
    } catch (PreconditionException e) {
      return refused(Failure.of(e));
    }
  }

  private static ResolveAllResponse refused(Failure failure) {
    return ResolveAllResponse.newBuilder()
        .setError(new Refusal(failure.reason(), "", failure.message()).toProto())
        .build();
  }

  private UpstreamConfig upstream(Optional<TrustAnchors> anchors, Optional<Prefix> prefix) {
    TrustAnchors trusted =
        anchors.orElseThrow(
            () ->
                usage(
                    "--iterative: needs --anchor FILE, with the trusted keys and the endpoints to start at"));
    prefix.ifPresent(asked -> requireStart(trusted, asked));
    EndpointPolicy policy = EndpointPolicy.PUBLIC;
    policy = choice.privateEndpoints ? policy.allowingPrivate() : policy;
    policy = choice.loopbackEndpoints ? policy.allowingLoopback() : policy;
    return UpstreamConfig.trusting(trusted).withEndpointPolicy(policy);
  }

  private void requireStart(TrustAnchors trusted, Prefix prefix) {
    Authority start =
        trusted
            .above(prefix)
            .orElseThrow(
                () ->
                    usage(
                        "--anchor: the file has no anchor for "
                            + prefix
                            + " or a prefix above it; get such an anchor"));
    if (start.endpoints().isEmpty()) {
      throw usage(
          "--iterative: the anchor of "
              + start.prefix()
              + " names no endpoint to start at; add a line such as \"endpoint: "
              + "node.example:7430\" to it, or name a node with --node");
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
