package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.output.Failure;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;

/**
 * The stream to the node broke off. What was sent and not answered may be assigned or not; sending
 * it again tells.
 */
final class LostConnectionException extends NodeException {
  private static final long serialVersionUID = 1L;

  /** Status codes that a retry does not change. */
  private static final Set<Status.Code> FINAL =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.UNIMPLEMENTED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.PERMISSION_DENIED,
          Status.Code.DATA_LOSS);

  LostConnectionException(String because) {
    super(ErrorReason.UNREACHABLE, because);
  }

  private LostConnectionException(Failure failure) {
    super(
        failure.reason().equals(ErrorReason.STORE_FULL.name())
            ? ErrorReason.STORE_FULL
            : ErrorReason.UNREACHABLE,
        failure.message());
  }

  /** The exception for a failed call: this, unless the node's status is final. */
  static RuntimeException from(Throwable thrown) {
    Status status = Status.fromThrowable(thrown);
    Failure failure = Failure.of(thrown);
    // A store that failed once takes nothing until the node is started again.
    return FINAL.contains(status.getCode())
            || failure.reason().equals(ErrorReason.STORE_FAILED.name())
        ? status.asRuntimeException(Status.trailersFromThrowable(thrown))
        : new LostConnectionException(failure);
  }
}
