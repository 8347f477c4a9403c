package dev.nameplate.server.traffic;

import dev.nameplate.server.transport.Activity;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.ServerTransportFilter;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory and connections that the callers of a server make it hold. Each call, request and answer
 * is taken from the budget of its connection, which is a part of that of the process; what does not
 * fit is refused with {@code OVERLOADED}. Thread-safe.
 */
public final class Traffic extends ServerTransportFilter
    implements ServerInterceptor, Activity, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Traffic.class);

  private static final Attributes.Key<Connection> CONNECTION =
      Attributes.Key.create("nameplate-connection");

  private static final int CONNECTION_PART = 4;
  private static final int CALL_PART = 8;

  /** Divisor of the limit above which room is scarce. */
  private static final int SCARCE = 2;

  private static final long SWEEP_MILLIS = 1000;

  private final ServerLimits limits;
  private final ByteBudget process;
  private final Map<SocketAddress, Connection> connections = new ConcurrentHashMap<>();
  private final Set<MeteredCall<?, ?>> incomplete = ConcurrentHashMap.newKeySet();
  private final ScheduledThreadPoolExecutor sweeper =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "nameplate-traffic");
            thread.setDaemon(true);
            return thread;
          });

  /** Creates it without connections. */
  public Traffic(ServerLimits limits) {
    this.limits = limits;
    this.process = ByteBudget.of(limits.bytes());
  }

  /**
   * Starts ending calls that are late, or in the way of others.
   *
   * @param hangUp action that closes the connection of an address; called by any thread
   */
  public void watch(Consumer<SocketAddress> hangUp) {
    var unused =
        sweeper.scheduleWithFixedDelay(
            () -> sweep(hangUp), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Counts the bytes of requests. */
  public ServerStreamTracer.Factory requests() {
    return RequestMeter.FACTORY;
  }

  /** Bytes currently held. */
  public ByteBudget held() {
    return process;
  }

  @Override
  public Attributes transportReady(Attributes attributes) {
    Connection connection = new Connection(process.part(limits.bytes() / CONNECTION_PART));
    SocketAddress address = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (address != null) {
      connections.put(address, connection);
    }
    return attributes.toBuilder().set(CONNECTION, connection).build();
  }

  /**
   * Forgets a connection.
   *
   * @param attributes null if it ended before it was ready. gRPC forgets no connection of which a
   *     filter throws
   */
  @Override
  public void transportTerminated(@Nullable Attributes attributes) {
    if (attributes == null) {
      return;
    }
    Connection connection = attributes.get(CONNECTION);
    SocketAddress address = attributes.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    if (connection != null && address != null) {
      connections.remove(address, connection);
    }
  }

  @Override
  public boolean hasAsked(SocketAddress address) {
    Connection connection = connections.get(address);
    return connection != null && connection.hasAsked();
  }

  @Override
  public long quietNanos(SocketAddress address) {
    Connection connection = connections.get(address);
    return connection == null ? 0 : connection.quietNanos(System.nanoTime());
  }

  /**
   * The threads of calls that there is room for. The room is taken on the transport's thread: a
   * call that waits for a thread holds memory, and also one that was cancelled meanwhile. Where
   * there is none, the transport's thread refuses the call, which then waits for nothing.
   */
  public ServerCallExecutorSupplier admitting(ServerCallExecutorSupplier threads) {
    return new ServerCallExecutorSupplier() {
      @Override
      public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        return admits(call) ? threads.getExecutor(call, headers) : Runnable::run;
      }
    };
  }

  private boolean admits(ServerCall<?, ?> call) {
    Connection connection = call.getAttributes().get(CONNECTION);
    if (connection == null) {
      return true;
    }
    CallBudget budget = new CallBudget(connection, limits.bytes() / CALL_PART);
    boolean room = budget.tryTake(CallBudget.IDLE_BYTES);
    if (room) {
      RequestMeter.current().admit(budget);
    }
    return room;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (call.getAttributes().get(CONNECTION) == null) {
      return next.startCall(call, headers);
    }
    RequestMeter requests = RequestMeter.current();
    CallBudget budget = requests.admitted();
    if (budget == null) {
      Refusal.NO_ROOM.close(call);
      return new ServerCall.Listener<>() {};
    }
    MeteredCall<Q, A> metered = new MeteredCall<>(call, budget, requests);
    incomplete.add(metered);
    requests.charge(metered, call.getMethodDescriptor().getType().clientSendsOneMessage());
    try {
      return metered.listener(
          Contexts.interceptCall(budget.in(Context.current()), metered, headers, next),
          () -> incomplete.remove(metered));
    } catch (RuntimeException | Error e) {
      incomplete.remove(metered);
      budget.end();
      throw e;
    }
  }

  private void sweep(Consumer<SocketAddress> hangUp) {
    long now = System.nanoTime();
    long late = now - limits.requestTime().toNanos();
    long stall = limits.stallTime().toNanos();
    boolean scarce = process.used() > limits.bytes() / SCARCE;
    long fair = process.used() / Math.max(1, connections.size());
    for (MeteredCall<?, ?> call : incomplete) {
      try {
        if (call.isLate(late)) {
          call.refuse(Refusal.SLOW_REQUEST);
        } else if (scarce
            && call.budget().owner().budget().used() >= fair
            && call.isQuiet(now - stall)) {
          call.refuse(Refusal.QUIET);
        } else if (call.isUnread(now, stall)) {
          SocketAddress address = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
          if (address != null) {
            hangUp.accept(address);
          }
        }
      } catch (RuntimeException e) { // of one call, which must not keep the others from being ended
        LOGGER.warn("A late call could not be ended", e);
      }
    }
  }

  @Override
  public void close() {
    sweeper.shutdown();
  }
}
