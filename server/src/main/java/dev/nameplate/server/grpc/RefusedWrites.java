package dev.nameplate.server.grpc;

import com.google.rpc.ErrorInfo;
import dev.nameplate.upstream.StatusDetails;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.CaptureResponse;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs writes that are refused, if INFO is shown: the method, the caller's address and the reason.
 * Never what was to be written.
 */
final class RefusedWrites implements ServerInterceptor {
  private static final Logger LOGGER = LoggerFactory.getLogger(RefusedWrites.class);

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    return LOGGER.isInfoEnabled() && CallThreads.isWrite(call.getMethodDescriptor())
        ? next.startCall(new Logged<>(call), headers)
        : next.startCall(call, headers);
  }

  private static final class Logged<Q, A> extends SimpleForwardingServerCall<Q, A> {
    Logged(ServerCall<Q, A> call) {
      super(call);
    }

    @Override
    public void sendMessage(A message) {
      reasonOf(message).ifPresent(this::log);
      super.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!status.isOk() && status.getCode() != Status.Code.CANCELLED) {
        log(reasonOf(status, trailers));
      }
      super.close(status, trailers);
    }

    private void log(String reason) {
      LOGGER.info(
          "Refused {} from {}: {}",
          getMethodDescriptor().getBareMethodName(),
          getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR),
          reason);
    }

    private static Optional<String> reasonOf(Object message) {
      if (message instanceof AssignAllResponse answer && answer.hasError()) {
        return Optional.of(answer.getError().getReason());
      }
      if (message instanceof CaptureResponse answer && answer.hasError()) {
        return Optional.of(answer.getError().getReason());
      }
      return Optional.empty();
    }

    private static String reasonOf(Status status, Metadata trailers) {
      return StatusDetails.in(status, trailers, ErrorInfo.class)
          .map(ErrorInfo::getReason)
          .orElseGet(() -> status.getCode().name());
    }
  }
}
