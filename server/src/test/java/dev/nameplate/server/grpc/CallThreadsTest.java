package dev.nameplate.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.nameplate.server.operation.Lanes;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Attributes;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No kind of call waits behind another. */
class CallThreadsTest {
  private static final int MANY = 1000;

  private final Lanes lanes = new Lanes(2, false);
  private final CallThreads threads = new CallThreads(lanes);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    lanes.close();
  }

  @Test
  void
      writes_and_short_questions_go_on_while_traces_recalls_lists_and_readers_keep_their_threads() {
    occupy(TraceServiceGrpc.getRecallMethod());
    occupy(TraceServiceGrpc.getTraceMethod());
    occupy(TraceServiceGrpc.getReconcileMethod());
    occupy(ResolutionServiceGrpc.getListIdentifiersMethod());
    occupy(LogServiceGrpc.getReadStatementsMethod());
    occupy(ResolutionServiceGrpc.getResolveAllMethod());
    occupy(ServerReflectionGrpc.getServerReflectionInfoMethod());

    for (MethodDescriptor<?, ?> method :
        List.of(
            RegistrationServiceGrpc.getAssignMethod(),
            RegistrationServiceGrpc.getAssignAllMethod(),
            TraceServiceGrpc.getCaptureMethod(),
            ResolutionServiceGrpc.getResolveMethod(),
            LogServiceGrpc.getGetCheckpointMethod(),
            HealthGrpc.getCheckMethod())) {
      assertRuns(method);
    }
  }

  @Test
  void traces_lists_and_log_readers_go_on_while_writes_wait_for_room() {
    occupy(RegistrationServiceGrpc.getAssignAllMethod());

    assertRuns(TraceServiceGrpc.getTraceMethod());
    assertRuns(ResolutionServiceGrpc.getSearchMethod());
    assertRuns(LogServiceGrpc.getReadStatementsMethod());
  }

  @Test
  void a_connection_with_many_calls_does_not_delay_another() {
    MethodDescriptor<?, ?> method = RegistrationServiceGrpc.getAssignAllMethod();
    Executor busy = executorOfConnection(method);
    Executor other = executorOfConnection(method);
    Semaphore oneAfterTheOther = new Semaphore(0);
    for (int i = 0; i < MANY; i++) {
      busy.execute(oneAfterTheOther::acquireUninterruptibly);
    }
    CompletableFuture<Void> ran = CompletableFuture.runAsync(() -> {}, other);

    oneAfterTheOther.release();

    assertThatCode(() -> ran.get(30, TimeUnit.SECONDS)).doesNotThrowAnyException();
    oneAfterTheOther.release(MANY);
  }

  @Test
  void a_connection_alone_has_all_threads_and_everything_is_done() throws InterruptedException {
    Executor alone = executorOfConnection(RegistrationServiceGrpc.getAssignAllMethod());
    CyclicBarrier together = new CyclicBarrier(4); // two for each of two processors
    CountDownLatch done = new CountDownLatch(MANY);
    for (int i = 0; i < MANY; i++) {
      alone.execute(
          () -> {
            try {
              together.await();
              done.countDown();
            } catch (InterruptedException | BrokenBarrierException e) {
              throw new IllegalStateException(e);
            }
          });
    }

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private Executor executorOfConnection(MethodDescriptor<?, ?> method) {
    return threads.getExecutor(
        new Call<>(method, threads.transportReady(Attributes.EMPTY)), new Metadata());
  }

  private void assertRuns(MethodDescriptor<?, ?> method) {
    CompletableFuture<Void> ran = CompletableFuture.runAsync(() -> {}, executor(method));
    assertThatCode(() -> ran.get(30, TimeUnit.SECONDS))
        .as(method.getFullMethodName())
        .doesNotThrowAnyException();
  }

  private void occupy(MethodDescriptor<?, ?> method) {
    for (int i = 0; i < MANY; i++) {
      executor(method)
          .execute(
              () -> {
                try {
                  release.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
    }
  }

  private Executor executor(MethodDescriptor<?, ?> method) {
    return threads.getExecutor(new Call<>(method, Attributes.EMPTY), new Metadata());
  }

  /** A call that is never answered. */
  private static final class Call<Q, A> extends ServerCall<Q, A> {
    private final MethodDescriptor<Q, A> method;
    private final Attributes attributes;

    Call(MethodDescriptor<Q, A> method, Attributes attributes) {
      this.method = method;
      this.attributes = attributes;
    }

    @Override
    public void request(int count) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(A message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public Attributes getAttributes() {
      return attributes;
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
      return method;
    }
  }
}
