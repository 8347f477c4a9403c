package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.access.Permission;
import dev.nameplate.server.operation.Call;
import dev.nameplate.server.traffic.CallBudget;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The caller of a gRPC call: an interceptor puts it into the context, and services read it there.
 */
final class Callers {
  private static final Context.Key<Caller> CALLER = Context.key("caller");

  private Callers() {}

  /** Has every call of a service made by one caller. */
  static ServerInterceptor all(Caller caller) {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context = Context.current().withValue(CALLER, caller);
        return Contexts.interceptCall(context, call, headers, next);
      }
    };
  }

  /** The call that begins on this thread. */
  static Call call() {
    Context context = Context.current();
    Caller caller = CALLER.get(context);
    Deadline deadline = context.getDeadline();
    // A listener would stay with the call to its end, and a call may bring millions of questions.
    return new Call(
        caller == null ? Caller.STRANGER.granted(Permission.READ) : caller,
        deadline == null
            ? Optional.empty()
            : Optional.of(
                Duration.ofNanos(Math.max(0, deadline.timeRemaining(TimeUnit.NANOSECONDS)))),
        context::isCancelled,
        Optional.ofNullable(CallBudget.current().connection()));
  }
}
