package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThatCode;

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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No kind of call waits behind another. */
class CallThreadsTest {
  private static final int MANY = 1000;

  private final CallThreads threads = new CallThreads(2, false);
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void close() {
    release.countDown();
    threads.close();
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
    return threads.getExecutor(new Call<>(method), new Metadata());
  }

  /** A call that is never answered. */
  private static final class Call<Q, A> extends ServerCall<Q, A> {
    private final MethodDescriptor<Q, A> method;

    Call(MethodDescriptor<Q, A> method) {
      this.method = method;
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
      return Attributes.EMPTY;
    }

    @Override
    public MethodDescriptor<Q, A> getMethodDescriptor() {
      return method;
    }
  }
}
