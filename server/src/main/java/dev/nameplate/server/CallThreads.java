package dev.nameplate.server;

import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that calls run on: not the transport's, since reading the store may wait for the
 * disk. Short questions have threads of their own, so that they never stand behind writes that wait
 * for room or behind long streams. Neither do writes stand behind streams of questions that wait
 * for other nodes.
 *
 * <p>What waits for a thread is bounded by the number of connections and their {@link
 * ConnectionLimits}.
 */
final class CallThreads implements ServerCallExecutorSupplier, AutoCloseable {
  /** How many questions wait for other nodes at once: they need threads, but no processor. */
  private static final int ASKING = 256;

  private static final int MOST_WAITING = 10_000;
  private static final long IDLE_SECONDS = 30;

  private static final String QUESTION_STREAM =
      ResolutionServiceGrpc.getResolveAllMethod().getFullMethodName();

  private static final Set<String> READING_PREFIXES =
      Set.of(
          PrefixServiceGrpc.getGetMethod().getFullMethodName(),
          PrefixServiceGrpc.getListMethod().getFullMethodName());

  private final ExecutorService questions;
  private final ExecutorService longCalls;
  private final ExecutorService questionStreams;
  private final ThreadPoolExecutor asking;

  CallThreads(int processors, boolean offerRecursion) {
    this.questions = pool("nameplate-question", 2 * processors);
    this.longCalls = pool("nameplate-call", 2 * processors);
    this.questionStreams = offerRecursion ? pool("nameplate-stream", ASKING) : longCalls;
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

  /**
   * Where questions wait for other nodes. Rejects them when {@value #MOST_WAITING} wait for a
   * thread.
   */
  Executor asking() {
    return asking;
  }

  @Override
  public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
    MethodDescriptor<Q, A> method = call.getMethodDescriptor();
    if (method.getFullMethodName().equals(QUESTION_STREAM)) {
      return questionStreams;
    }
    return method.getType().clientSendsOneMessage()
            && method.getType().serverSendsOneMessage()
            && !writes(method)
        ? questions
        : longCalls;
  }

  private static boolean writes(MethodDescriptor<?, ?> method) {
    return RegistrationServiceGrpc.SERVICE_NAME.equals(method.getServiceName())
        || (PrefixServiceGrpc.SERVICE_NAME.equals(method.getServiceName())
            && !READING_PREFIXES.contains(method.getFullMethodName()));
  }

  @Override
  public void close() {
    questions.shutdown();
    longCalls.shutdown();
    questionStreams.shutdown();
    asking.shutdown();
  }

  private static ThreadFactory named(String name) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  private static ExecutorService pool(String name, int threads) {
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
