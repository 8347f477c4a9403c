package dev.nameplate.upstream;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.wire.Refusal;
import dev.nameplate.wire.UnacceptableAnswerException;
import io.grpc.Status;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions for another node's refusals and failures.
 *
 * @param node where it listens
 */
record RemoteFailures(Endpoint node) {
  /** The exception for a failed write of a stream. */
  NameplateException of(Refusal refusal) {
    return failure(reason(refusal.reason()), refusal.field(), refusal.message(), null);
  }

  /** The exception for a failed call. */
  NameplateException of(Throwable thrown) {
    if (thrown instanceof NameplateException known) {
      return known instanceof UpstreamException
          ? failure(known.reason(), "", String.valueOf(known.getMessage()), known)
          : known;
    }
    Status status = Status.fromThrowable(thrown);
    Optional<ErrorInfo> said = StatusDetails.in(thrown, ErrorInfo.class);
    if (said.isEmpty()) {
      return new NodeException(
          reason(status.getCode()),
          "node "
              + node
              + ": "
              + Optional.ofNullable(status.getDescription()).orElse(status.getCode().name()),
          thrown);
    }
    String field =
        StatusDetails.in(thrown, BadRequest.class)
            .filter(request -> request.getFieldViolationsCount() > 0)
            .map(request -> request.getFieldViolations(0).getField())
            .orElse("");
    ErrorReason reason = reason(said.get().getReason());
    String message = String.valueOf(status.getDescription());
    return status.getCode() == Status.Code.UNIMPLEMENTED
        ? new PreconditionException(reason, message) // it is not offered here
        : failure(reason, field, message, thrown);
  }

  /** The exception for an unreadable answer. */
  NodeException unreadable(String what) {
    return new NodeException(ErrorReason.UPSTREAM_REJECTED, "node " + node + ": " + what);
  }

  /**
   * Reads an answer.
   *
   * @throws NodeException {@code UPSTREAM_REJECTED} if the reader finds it malformed
   */
  <A> A readable(Supplier<A> reader) {
    try {
      return reader.get();
    } catch (UnacceptableAnswerException e) {
      throw unreadable(String.valueOf(e.getMessage()));
    }
  }

  private static NameplateException failure(
      ErrorReason reason, String field, String message, @Nullable Throwable cause) {
    return switch (reason) { // no default: a new reason does not compile until it has a family
      case MALFORMED_IDENTIFIER,
          PREFIX_NOT_ALLOTTABLE,
          INVALID_RECORD,
          INVALID_EVENT,
          INVALID_ARGUMENT,
          WRONG_KEY ->
          new InvalidInputException(reason, new FieldViolation(field, message));
      case ALREADY_ASSIGNED,
          NOT_ASSIGNED,
          RETIRED,
          VERSION_MISMATCH,
          NOT_AUTHORITATIVE,
          ALREADY_ALLOTTED,
          NOT_ALLOTTED,
          PREFIX_SUSPENDED,
          PREFIX_REVOKED,
          OPERATION_CONFLICT,
          READ_ONLY,
          TEMPLATE_UNKNOWN,
          NOT_INDEXED,
          VALUE_TAKEN,
          EVENT_CONFLICT,
          NOT_RECORDED,
          SEQUENCE_EXHAUSTED,
          OUT_OF_LOG ->
          new PreconditionException(reason, message);
      case STATEMENT_REJECTED,
          DATA_CORRUPT,
          WRONG_PASSPHRASE,
          DIRECTORY_IN_USE,
          FORMAT_UNSUPPORTED,
          STORE_FAILED,
          STORE_FULL,
          NODE_STOPPED,
          OVERLOADED,
          UNREACHABLE,
          UPSTREAM_REJECTED,
          BUDGET_EXHAUSTED,
          ALIAS_LOOP,
          TIMED_OUT,
          CANCELLED ->
          new NodeException(reason, message, cause);
    };
  }

  /** A reason by its name; of a newer node's reasons it is only known that they are refusals. */
  private static ErrorReason reason(String name) {
    for (ErrorReason known : ErrorReason.values()) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    return ErrorReason.UPSTREAM_REJECTED;
  }

  private static ErrorReason reason(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE -> ErrorReason.UNREACHABLE;
      case DEADLINE_EXCEEDED -> ErrorReason.TIMED_OUT;
      case RESOURCE_EXHAUSTED -> ErrorReason.OVERLOADED;
      case CANCELLED -> ErrorReason.CANCELLED;
      default -> ErrorReason.UPSTREAM_REJECTED;
    };
  }
}
