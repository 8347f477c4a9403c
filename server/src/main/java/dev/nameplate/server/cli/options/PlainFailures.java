package dev.nameplate.server.cli.options;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Bounds the time of unary calls, and adds the node's address to failures without an answer. */
final class PlainFailures implements ClientInterceptor {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final String target;
  private final Duration timeout;

  PlainFailures(String target, Duration timeout) {
    this.target = target;
    this.timeout = timeout;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    boolean bounded = method.getType() == MethodType.UNARY && options.getDeadline() == null;
    CallOptions withDeadline =
        bounded ? options.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS) : options;
    return new SimpleForwardingClientCall<>(next.newCall(method, withDeadline)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onClose(Status status, Metadata trailers) {
                super.onClose(trailers.containsKey(DETAILS) ? status : plain(status), trailers);
              }
            },
            headers);
      }
    };
  }

  private Status plain(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE ->
          status.withDescription(
              "node: \"%s\" cannot be reached%s (expected: a running node); start it with serve --data DIR, or name another node with --node HOST:PORT"
                  .formatted(target, because(status)));
      case DEADLINE_EXCEEDED ->
          status.withDescription(
              "node: \"%s\" did not answer within %s s; the outcome of a write is unknown: repeat it with the same --operation, or raise --timeout"
                  .formatted(target, timeout.toSeconds()));
      case RESOURCE_EXHAUSTED ->
          status.withDescription(
              "request: larger than node \"%s\" accepts (%s; expected: a record of at most 262144 bytes); send less"
                  .formatted(target, status.getDescription()));
      case UNIMPLEMENTED ->
          status.withDescription(
              "node: \""
                  + target
                  + "\" does not support this call; check that it is a Nameplate node of the "
                  + "same version as this command");
      default -> status;
    };
  }

  private static String because(Status status) {
    Throwable cause = status.getCause();
    if (cause == null) {
      return "";
    }
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    return root.getMessage() == null ? "" : ": " + root.getMessage();
  }
}
