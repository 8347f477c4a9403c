package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.node.Chains;
import dev.nameplate.node.Mirror;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeResolver;
import dev.nameplate.node.NodeView;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The services of a node, to be served on any gRPC transport, for example the in-process one.
 *
 * <p>They are thread-safe, may block while they read or wait for room to write, and do not close
 * the node.
 */
public final class NodeServices {
  private NodeServices() {}

  /**
   * All services of a node, which answers from its own records only.
   *
   * @param node the node
   * @param caller who calls them on the transport that they will be served on
   */
  public static List<ServerServiceDefinition> of(Node node, Caller caller) {
    return of(node, caller, Recursion.NONE);
  }

  /**
   * All services of a node.
   *
   * @param node the node
   * @param caller who calls them on the transport that they will be served on
   * @param recursion whether callers may have the node ask others
   */
  public static List<ServerServiceDefinition> of(Node node, Caller caller, Recursion recursion) {
    return of(node, caller, recursion, CallLimits.LOCAL);
  }

  /**
   * All services of a node.
   *
   * @param node the node
   * @param caller who calls them on the transport that they will be served on
   * @param recursion whether callers may have the node ask others
   * @param limits what callers may have it do
   */
  public static List<ServerServiceDefinition> of(
      Node node, Caller caller, Recursion recursion, CallLimits limits) {
    return lenient(
        caller,
        resolution(node, recursion, limits),
        new RegistrationService(node.registrar(), limits.patience()),
        new PrefixService(node, true),
        TraceService.of(node, recursion, limits),
        new LogService(node, limits));
  }

  /** The services that only read: all but the one for registration, and what changes prefixes. */
  public static List<ServerServiceDefinition> readingOnly(
      Node node, Caller caller, Recursion recursion, CallLimits limits) {
    return lenient(
        caller,
        resolution(node, recursion, limits),
        new PrefixService(node, false),
        TraceService.readingOnly(node, recursion, limits, NodeServices::notHere),
        new LogService(node, limits));
  }

  /** The services of a mirror: those that read, and one for registration that refuses. */
  public static List<ServerServiceDefinition> of(Mirror mirror) {
    CallLimits limits = CallLimits.LOCAL;
    List<ServerServiceDefinition> reading =
        lenient(
            Caller.STRANGER,
            resolution(mirror, Recursion.NONE, limits),
            new PrefixService(mirror, true),
            TraceService.readingOnly(mirror, Recursion.NONE, limits, mirror::readOnly),
            new LogService(mirror, limits));
    return Stream.concat(
            reading.stream(),
            Stream.of(
                Refusals.of(RegistrationServiceGrpc.getServiceDescriptor(), mirror::readOnly)))
        .toList();
  }

  /** The service of one that has no records, and asks other nodes for its callers. */
  public static List<ServerServiceDefinition> asking(NodeClient client, Recursion recursion) {
    Answers answers = new Answers(Chains::ofOthers);
    return lenient(
        Caller.STRANGER,
        new ResolutionService(
            new Questions(NodeResolver.asking(client), answers, recursion),
            Optional.empty(),
            client::statistics,
            CallLimits.LOCAL));
  }

  private static ResolutionService resolution(
      NodeView node, Recursion recursion, CallLimits limits) {
    Answers answers = new Answers(node.chains()::proving);
    return new ResolutionService(
        new Questions(node.resolver(), answers, recursion),
        Optional.of(node.records()),
        node::cacheStatistics,
        limits);
  }

  /** Says that this port is not one to write over. */
  static StatusRuntimeException notHere() {
    return Failures.of(
        new PreconditionException(
            ErrorReason.INVALID_ARGUMENT,
            "port: no change is taken over it (expected: a loopback address, or a node served with"
                + " --allow-remote-registration)"),
        Status.Code.UNIMPLEMENTED);
  }

  private static List<ServerServiceDefinition> lenient(Caller caller, BindableService... services) {
    return Stream.of(services)
        .map(BindableService::bindService)
        .map(LenientRequests::in)
        .map(service -> ServerInterceptors.intercept(service, Callers.all(caller)))
        .toList();
  }
}
