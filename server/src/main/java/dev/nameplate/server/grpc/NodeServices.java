package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.server.operation.CallLimits;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.server.operation.RecordOperations;
import io.grpc.BindableService;
import io.grpc.ServerInterceptors;
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
   * @param operations the operations of the node
   * @param caller the caller on their transport
   */
  public static List<ServerServiceDefinition> of(Operations operations, Caller caller) {
    return lenient(
        caller,
        new ResolutionService(operations.records(), operations.limits().patience()),
        new RegistrationService(operations.writes(), operations.limits().patience()),
        new PrefixService(operations.prefixes()),
        new TraceService(operations.lineage(), operations.limits().patience()),
        new LogService(operations.log(), operations.limits().patience()));
  }

  /** The service for questions about records alone. */
  public static List<ServerServiceDefinition> of(RecordOperations records, Caller caller) {
    return lenient(caller, new ResolutionService(records, CallLimits.LOCAL.patience()));
  }

  private static List<ServerServiceDefinition> lenient(Caller caller, BindableService... services) {
    return Stream.of(services)
        .map(BindableService::bindService)
        .map(LenientRequests::in)
        .map(service -> ServerInterceptors.intercept(service, Callers.all(caller)))
        .toList();
  }
}
