package dev.nameplate.server.grpc;

import com.google.protobuf.Message;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers calls of one request. A call that was cancelled, or whose deadline passed, while it
 * waited for a thread is not worked on: nobody reads the answer.
 */
final class Calls {
  private static final Logger LOGGER = LoggerFactory.getLogger(Calls.class);

  private Calls() {}

  /** Answers before it returns. */
  static <Q extends Message, A> void answer(
      Q request, StreamObserver<A> caller, Function<Q, A> work) {
    if (isOver()) {
      return;
    }
    A answer;
    try {
      UnknownFields.refuse(request);
      answer = work.apply(request);
    } catch (RuntimeException e) {
      caller.onError(Failures.of(e));
      return;
    }
    caller.onNext(answer);
    caller.onCompleted();
  }

  /** Answers once a future completes. */
  static <Q extends Message, F, A> void answerLater(
      Q request,
      StreamObserver<A> caller,
      Function<Q, CompletableFuture<F>> work,
      Function<F, A> translate) {
    if (isOver()) {
      return;
    }
    CompletableFuture<A> answer;
    try {
      UnknownFields.refuse(request);
      answer = work.apply(request).thenApply(translate);
    } catch (RuntimeException e) {
      caller.onError(Failures.of(e));
      return;
    }
    var unused =
        answer.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                fail(caller, failure);
                return;
              }
              try {
                caller.onNext(done);
                caller.onCompleted();
              } catch (RuntimeException | Error e) { // the future would keep it to itself
                fail(caller, e);
              }
            });
  }

  /** Ends a call, unless gRPC already did, as it does when it cannot send. */
  static void fail(StreamObserver<?> caller, Throwable why) {
    StatusRuntimeException told = Failures.of(why);
    try {
      caller.onError(told);
    } catch (IllegalStateException ended) {
      LOGGER.debug("A call had ended", ended);
    }
  }

  /** True if the answer to the current call is no longer wanted. */
  static boolean isOver() {
    return Context.current().isCancelled();
  }
}
