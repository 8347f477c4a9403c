package dev.nameplate.server;

import dev.nameplate.error.RefusalThread;
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
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that calls run on: not the transport's, since reading the store may wait for the
 * disk. Each kind of call has a lane of its own, so that no kind waits behind another: neither
 * short questions nor writes wait behind traces and recalls. In each lane connections take turns.
 *
 * <p>What waits for a thread is bounded by {@link dev.nameplate.server.traffic.Traffic}, which
 * takes the room of a call before it waits.
 */
final class CallThreads extends ServerTransportFilter
    implements ServerCallExecutorSupplier, AutoCloseable {
  /** How many questions wait for other nodes at once: they need threads, but no processor. */
  private static final int ASKING = 256;

  private static final Attributes.Key<Map<Lane, ConnectionShare>> SHARES =
      Attributes.Key.create("nameplate-shares");

  private static final int MOST_WAITING = 10_000;
  private static final long IDLE_SECONDS = 30;

  /** The lane of each method that is not a short question. */
  private static final Map<String, Lane> LANES =
      Map.ofEntries(
          Map.entry(nameOf(ResolutionServiceGrpc.getResolveAllMethod()), Lane.QUESTION_STREAMS),
          Map.entry(nameOf(ResolutionServiceGrpc.getListIdentifiersMethod()), Lane.LISTS),
          Map.entry(nameOf(ResolutionServiceGrpc.getListVersionsMethod()), Lane.LISTS),
          Map.entry(nameOf(ResolutionServiceGrpc.getSearchMethod()), Lane.LISTS),
          Map.entry(nameOf(TraceServiceGrpc.getListEventsMethod()), Lane.LISTS),
          Map.entry(nameOf(TraceServiceGrpc.getTraceMethod()), Lane.WALKS),
          Map.entry(nameOf(TraceServiceGrpc.getRecallMethod()), Lane.WALKS),
          Map.entry(nameOf(TraceServiceGrpc.getReconcileMethod()), Lane.WALKS),
          Map.entry(nameOf(TraceServiceGrpc.getCaptureMethod()), Lane.WRITES),
          Map.entry(nameOf(LogServiceGrpc.getReadStatementsMethod()), Lane.LOG),
          Map.entry(nameOf(PrefixServiceGrpc.getGetMethod()), Lane.QUESTIONS),
          Map.entry(nameOf(PrefixServiceGrpc.getListMethod()), Lane.LISTS),
          Map.entry(nameOf(ServerReflectionGrpc.getServerReflectionInfoMethod()), Lane.REFLECTION));

  /** A kind of call, and the name of its threads. */
  private enum Lane {
    /** Answered from memory, or with a few reads of the store. */
    QUESTIONS("nameplate-question"),
    /** Streams of questions. */
    QUESTION_STREAMS("nameplate-stream"),
    /** Pages of records or events. */
    LISTS("nameplate-list"),
    /** Traces, recalls and balances, which may read the whole store. */
    WALKS("nameplate-walk"),
    /** Whatever waits for the log to take it. */
    WRITES("nameplate-call"),
    /** Whoever reads the log. */
    LOG("nameplate-log"),
    /** Large descriptions of the services, which people ask for with tools. */
    REFLECTION("nameplate-reflection");

    private final String threads;

    Lane(String threads) {
      this.threads = threads;
    }
  }

  private final Map<Lane, ThreadPoolExecutor> lanes = new EnumMap<>(Lane.class);
  private final ThreadPoolExecutor asking;

  CallThreads(int processors, boolean offerRecursion) {
    for (Lane lane : Lane.values()) {
      lanes.put(lane, pool(lane.threads, threads(lane, processors, offerRecursion)));
    }
    this.asking =
        new ThreadPoolExecutor(
            ASKING,
            ASKING,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_WAITING),
            named("nameplate-recursion"));
    asking.allowCoreThreadTimeOut(true);
  }

  /** Those that compute for long have fewer threads than processors serve well: writes need one. */
  private static int threads(Lane lane, int processors, boolean offerRecursion) {
    return switch (lane) {
      case QUESTIONS, WRITES -> 2 * processors;
      case QUESTION_STREAMS -> offerRecursion ? ASKING : 2 * processors;
      case LISTS, WALKS, LOG -> Math.max(2, processors);
      case REFLECTION -> 1;
    };
  }

  /**
   * Where questions wait for other nodes. Rejects them when {@value #MOST_WAITING} wait for a
   * thread.
   */
  Executor asking() {
    return asking;
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    Map<Lane, ConnectionShare> shares = new EnumMap<>(Lane.class);
    lanes.forEach(
        (lane, threads) ->
            shares.put(lane, new ConnectionShare(threads, threads.getMaximumPoolSize())));
    return attributes.toBuilder().set(SHARES, shares).build();
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    Map<Lane, ? extends Executor> shares = call.getAttributes().get(SHARES);
    return Objects.requireNonNull(
        (shares == null ? lanes : shares).get(laneOf(call.getMethodDescriptor())));
  }

  /** Whether a method writes to the log. */
  static boolean writes(MethodDescriptor<?, ?> method) {
    return laneOf(method) == Lane.WRITES;
  }

  private static Lane laneOf(MethodDescriptor<?, ?> method) {
    Lane lane = LANES.get(method.getFullMethodName());
    if (lane != null) {
      return lane;
    }
    String service = method.getServiceName();
    return RegistrationServiceGrpc.SERVICE_NAME.equals(service)
            || PrefixServiceGrpc.SERVICE_NAME.equals(service)
        ? Lane.WRITES
        : Lane.QUESTIONS;
  }

  private static String nameOf(MethodDescriptor<?, ?> method) {
    return method.getFullMethodName();
  }

  @Override
  public void close() {
    lanes.values().forEach(ExecutorService::shutdown);
    asking.shutdown();
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new RefusalThread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    // Refuses only once it is shut down: what the transport then still has to say, nobody waits
    // for.
    return new ThreadPoolExecutor(
        threads,
        threads,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        named(name),
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
