package dev.nameplate.server.grpc;

import dev.nameplate.node.Node;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.util.List;
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
   * All services of a node.
   *
   * @param node the node
   * @param audience who can reach the transport they will be served on
   */
  public static List<ServerServiceDefinition> of(Node node, Audience audience) {
    return lenient(
        new ResolutionService(node.resolver(), node.records(), audience),
        new RegistrationService(node.registrar()),
        new PrefixService(node.anchor()),
        new LogService(node.proofs(), node.statements(), audience));
  }

  /** The services that only read: all but the one for registration. */
  public static List<ServerServiceDefinition> readingOnly(Node node, Audience audience) {
    return lenient(
        new ResolutionService(node.resolver(), node.records(), audience),
        new PrefixService(node.anchor()),
        new LogService(node.proofs(), node.statements(), audience));
  }

  private static List<ServerServiceDefinition> lenient(BindableService... services) {
    return Stream.of(services).map(BindableService::bindService).map(LenientRequests::in).toList();
  }
}
