package dev.nameplate.server.bench;

import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A number of calls over several connections, with a fixed number in flight on each: whenever one
 * is answered, the next is made.
 */
final class ClosedLoop {
  private final MethodDescriptor<ResolveRequest, ResolveResponse> method;
  private final List<ResolveRequest> questions;
  private final AtomicInteger unasked;
  private final AtomicInteger unanswered;
  private final CompletableFuture<Integer> done = new CompletableFuture<>();

  private ClosedLoop(
      MethodDescriptor<ResolveRequest, ResolveResponse> method,
      List<ResolveRequest> questions,
      int calls) {
    this.method = method;
    this.questions = questions;
    this.unasked = new AtomicInteger(calls);
    this.unanswered = new AtomicInteger(calls);
  }

  /** Makes the calls, and returns when all are answered. */
  static void run(
      MethodDescriptor<ResolveRequest, ResolveResponse> method,
      List<ResolveRequest> questions,
      List<? extends Channel> connections,
      int inFlight,
      int calls) {
    ClosedLoop loop = new ClosedLoop(method, questions, calls);
    for (int i = 0; i < inFlight; i++) {
      connections.forEach(loop::ask);
    }
    loop.done.join();
  }

  private void ask(Channel connection) {
    int number = unasked.decrementAndGet();
    if (number < 0) {
      return;
    }
    ResolveRequest question = questions.get(number % questions.size());
    ClientCalls.asyncUnaryCall(
        connection.newCall(method, CallOptions.DEFAULT), question, new Answer(connection));
  }

  private final class Answer implements StreamObserver<ResolveResponse> {
    private final Channel connection;

    Answer(Channel connection) {
      this.connection = connection;
    }

    @Override
    public void onNext(ResolveResponse answer) {
      if (!answer.hasStatement()) {
        done.completeExceptionally(new IllegalStateException("an answer without a statement"));
      }
    }

    @Override
    public void onCompleted() {
      if (unanswered.decrementAndGet() == 0) {
        done.complete(0);
      }
      ask(connection);
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }
  }
}
