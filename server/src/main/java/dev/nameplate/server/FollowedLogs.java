package dev.nameplate.server;

import dev.nameplate.v1.LogServiceGrpc;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Those who read a log. One who follows it never hangs up by itself, so a server that is closing
 * tells their calls that it is over, lest it wait for them until its time to drain is over.
 */
final class FollowedLogs implements ServerInterceptor {
  /** Its name: the descriptor is another, since requests are read in our own way. */
  private static final String READING =
      LogServiceGrpc.getReadStatementsMethod().getFullMethodName();

  private final Set<CancellableContext> open = ConcurrentHashMap.newKeySet();

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    if (!call.getMethodDescriptor().getFullMethodName().equals(READING)) {
      return next.startCall(call, headers);
    }
    CancellableContext context = Context.current().withCancellation();
    open.add(context);
    return new SimpleForwardingServerCallListener<>(
        Contexts.interceptCall(context, call, headers, next)) {
      @Override
      public void onCancel() {
        over();
        super.onCancel();
      }

      @Override
      public void onComplete() {
        over();
        super.onComplete();
      }

      private void over() {
        open.remove(context);
        context.cancel(null);
      }
    };
  }

  /** Tells all of them that it is over. */
  void end() {
    open.forEach(context -> context.cancel(null));
  }
}
