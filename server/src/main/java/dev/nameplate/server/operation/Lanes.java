package dev.nameplate.server.operation;

import dev.nameplate.error.RefusalThread;
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
 * The threads that operations run on: not the transport's, since reading the store may wait for the
 * disk. Each {@link Lane} has its own, shared by all faces; neither short questions nor writes wait
 * behind traces and recalls. In each lane connections take turns. Thread-safe.
 *
 * <p>The queues have no bound: a face takes the memory of a call before it waits here.
 */
public final class Lanes implements AutoCloseable {
  /** Maximum questions that wait for other nodes at once: they need threads, but no processor. */
  private static final int ASKING = 256;

  private static final int MOST_WAITING = 10_000;
  private static final long IDLE_SECONDS = 30;

  private final Map<Lane, ThreadPoolExecutor> threads = new EnumMap<>(Lane.class);
  private final ThreadPoolExecutor asking;

  /**
   * Lanes of one process.
   *
   * @param processors how many of them there are
   * @param offerRecursion whether callers may have the node ask other nodes
   */
  public Lanes(int processors, boolean offerRecursion) {
    for (Lane lane : Lane.values()) {
      threads.put(lane, pool(lane.threads(), threads(lane, processors, offerRecursion)));
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

  /** Number of threads of a lane; long computations leave a processor to writes. */
  private static int threads(Lane lane, int processors, boolean offerRecursion) {
    return switch (lane) {
      case QUESTIONS, WRITES -> 2 * processors;
      case QUESTION_STREAMS -> offerRecursion ? ASKING : 2 * processors;
      case LISTS, WALKS, LOG -> Math.max(2, processors);
      case DESCRIPTIONS -> 1;
    };
  }

  /** The threads of a lane. */
  public Executor of(Lane lane) {
    return Objects.requireNonNull(threads.get(lane));
  }

  /** The share of a new connection in each lane. */
  public Map<Lane, Executor> share() {
    Map<Lane, Executor> shares = new EnumMap<>(Lane.class);
    threads.forEach(
        (lane, pool) -> shares.put(lane, new ConnectionShare(pool, pool.getMaximumPoolSize())));
    return shares;
  }

  /**
   * Threads for questions to other nodes. Rejects a question when {@value #MOST_WAITING} wait for a
   * thread.
   */
  public Executor asking() {
    return asking;
  }

  @Override
  public void close() {
    threads.values().forEach(ExecutorService::shutdown);
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

  private static ThreadPoolExecutor pool(String name, int size) {
    // Refuses only once it is shut down: what the transport then still has to say, nobody waits
    // for.
    return new ThreadPoolExecutor(
        size,
        size,
        0,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        named(name),
        new ThreadPoolExecutor.DiscardPolicy());
  }
}
