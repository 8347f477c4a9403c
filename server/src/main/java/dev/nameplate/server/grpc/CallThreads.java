package dev.nameplate.server.grpc;

import dev.nameplate.access.Permission;
import dev.nameplate.server.operation.Lane;
import dev.nameplate.server.operation.Lanes;
import dev.nameplate.server.operation.Operation;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerTransportFilter;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs each call on the lane of its operation. What waits for a thread is bounded by {@link
 * dev.nameplate.server.traffic.Traffic}, which takes the room of a call before it waits.
 */
final class CallThreads extends ServerTransportFilter implements ServerCallExecutorSupplier {
  private static final Attributes.Key<Map<Lane, Executor>> SHARES =
      Attributes.Key.create("nameplate-shares");

  private static final Map<String, Operation> OPERATIONS = operations();

  private final Lanes lanes;

  CallThreads(Lanes lanes) {
    this.lanes = lanes;
  }

  private static Map<String, Operation> operations() {
    Map<MethodDescriptor<?, ?>, Operation> methods = new HashMap<>();
    methods.put(ResolutionServiceGrpc.getResolveMethod(), Operation.RESOLVE);
    methods.put(ResolutionServiceGrpc.getResolveAllMethod(), Operation.RESOLVE_ALL);
    methods.put(ResolutionServiceGrpc.getResolveManyMethod(), Operation.RESOLVE_MANY);
    methods.put(ResolutionServiceGrpc.getGetCacheStatisticsMethod(), Operation.CACHE_STATISTICS);
    methods.put(ResolutionServiceGrpc.getListVersionsMethod(), Operation.LIST_VERSIONS);
    methods.put(ResolutionServiceGrpc.getListIdentifiersMethod(), Operation.LIST_IDENTIFIERS);
    methods.put(ResolutionServiceGrpc.getSearchMethod(), Operation.SEARCH);
    methods.put(RegistrationServiceGrpc.getAssignMethod(), Operation.ASSIGN);
    methods.put(RegistrationServiceGrpc.getAssignAllMethod(), Operation.ASSIGN);
    methods.put(RegistrationServiceGrpc.getAssignRangeMethod(), Operation.ASSIGN_RANGE);
    methods.put(RegistrationServiceGrpc.getUpdateMethod(), Operation.UPDATE);
    methods.put(RegistrationServiceGrpc.getRetireMethod(), Operation.RETIRE);
    methods.put(PrefixServiceGrpc.getGetMethod(), Operation.GET_PREFIX);
    methods.put(PrefixServiceGrpc.getListMethod(), Operation.LIST_PREFIXES);
    methods.put(PrefixServiceGrpc.getAllotMethod(), Operation.CHANGE_PREFIX);
    methods.put(PrefixServiceGrpc.getSuspendMethod(), Operation.CHANGE_PREFIX);
    methods.put(PrefixServiceGrpc.getResumeMethod(), Operation.CHANGE_PREFIX);
    methods.put(PrefixServiceGrpc.getRevokeMethod(), Operation.CHANGE_PREFIX);
    methods.put(PrefixServiceGrpc.getTransferMethod(), Operation.CHANGE_PREFIX);
    methods.put(PrefixServiceGrpc.getRevokeKeyMethod(), Operation.CHANGE_PREFIX);
    methods.put(TraceServiceGrpc.getCaptureMethod(), Operation.CAPTURE);
    methods.put(TraceServiceGrpc.getTraceMethod(), Operation.TRACE);
    methods.put(TraceServiceGrpc.getRecallMethod(), Operation.RECALL);
    methods.put(TraceServiceGrpc.getEvidenceMethod(), Operation.EVIDENCE);
    methods.put(TraceServiceGrpc.getReconcileMethod(), Operation.RECONCILE);
    methods.put(TraceServiceGrpc.getListEventsMethod(), Operation.LIST_EVENTS);
    methods.put(LogServiceGrpc.getGetCheckpointMethod(), Operation.PROVE);
    methods.put(LogServiceGrpc.getProveInclusionMethod(), Operation.PROVE);
    methods.put(LogServiceGrpc.getProveConsistencyMethod(), Operation.PROVE);
    methods.put(LogServiceGrpc.getReadStatementsMethod(), Operation.READ_LOG);
    // By name: the descriptors of served methods are others, since requests are read in our own
    // way.
    Map<String, Operation> named = new HashMap<>();
    methods.forEach((method, operation) -> named.put(method.getFullMethodName(), operation));
    return Map.copyOf(named);
  }

  /** The operation of a method; null for methods of standard services. */
  static @Nullable Operation operationOf(MethodDescriptor<?, ?> method) {
    return OPERATIONS.get(method.getFullMethodName());
  }

  /** True if a method changes anything. */
  static boolean isWrite(MethodDescriptor<?, ?> method) {
    Operation operation = operationOf(method);
    return operation != null && operation.needed() != Permission.READ;
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    return attributes.toBuilder().set(SHARES, lanes.share()).build();
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    Lane lane = laneOf(call.getMethodDescriptor());
    Map<Lane, Executor> shares = call.getAttributes().get(SHARES);
    return shares == null ? lanes.of(lane) : Objects.requireNonNull(shares.get(lane));
  }

  private static Lane laneOf(MethodDescriptor<?, ?> method) {
    Operation operation = operationOf(method);
    if (operation != null) {
      return operation.lane();
    }
    return ServerReflectionGrpc.getServerReflectionInfoMethod()
            .getFullMethodName()
            .equals(method.getFullMethodName())
        ? Lane.DESCRIPTIONS
        : Lane.QUESTIONS;
  }
}
