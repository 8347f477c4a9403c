package dev.nameplate.upstream;

import com.google.rpc.ErrorInfo;
import dev.nameplate.error.ErrorReason;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The reason why an endpoint gave no usable answer.
 *
 * @param kind the meaning for the endpoint
 * @param reason the endpoint's reason if it refused, {@code UPSTREAM_REJECTED} for a malformed
 *     answer, else {@code TIMED_OUT} or {@code UNREACHABLE}
 * @param why a short explanation, without text of the endpoint
 */
record FailedAttempt(Kind kind, ErrorReason reason, String why) {
  /** Accepted reasons of a refusal; any other reason is no answer. */
  private static final Set<ErrorReason> REFUSALS =
      EnumSet.of(
          ErrorReason.NOT_AUTHORITATIVE,
          ErrorReason.PREFIX_SUSPENDED,
          ErrorReason.PREFIX_REVOKED,
          ErrorReason.ALIAS_LOOP,
          ErrorReason.NOT_RECORDED,
          ErrorReason.MALFORMED_IDENTIFIER,
          ErrorReason.INVALID_ARGUMENT,
          ErrorReason.BUDGET_EXHAUSTED,
          ErrorReason.TIMED_OUT,
          ErrorReason.UPSTREAM_REJECTED,
          ErrorReason.UNREACHABLE,
          ErrorReason.OVERLOADED);

  /** Meaning of a failed attempt for the endpoint. */
  enum Kind {
    /** The endpoint may not be asked. */
    NOT_ASKED,
    /** The endpoint cannot be reached, broke off, or took too long. */
    SILENT,
    /** The endpoint sent a malformed answer. */
    NO_ANSWER,
    /** The endpoint works, and refused with a reason. */
    REFUSED,
    /** The endpoint works, and does not offer the method. */
    NOT_OFFERED
  }

  static FailedAttempt notAsked(String why) {
    return new FailedAttempt(Kind.NOT_ASKED, ErrorReason.UNREACHABLE, why);
  }

  static FailedAttempt unreachable(String why) {
    return new FailedAttempt(Kind.SILENT, ErrorReason.UNREACHABLE, why);
  }

  static FailedAttempt notOffered() {
    return new FailedAttempt(
        Kind.NOT_OFFERED, ErrorReason.NOT_AUTHORITATIVE, "it does not offer this");
  }

  static FailedAttempt late() {
    return new FailedAttempt(Kind.SILENT, ErrorReason.TIMED_OUT, "no answer in time");
  }

  static FailedAttempt noAnswer(String why) {
    return new FailedAttempt(Kind.NO_ANSWER, ErrorReason.UPSTREAM_REJECTED, why);
  }

  /** The failure for the status of a call without an answer. */
  static FailedAttempt of(Status status, Metadata trailers, int mostBytes) {
    Optional<ErrorInfo> said =
        StatusDetails.in(status, trailers, ErrorInfo.class)
            .filter(info -> info.getDomain().equals(ErrorReason.DOMAIN));
    if (said.isPresent()) {
      return refused(said.get());
    }
    if (status.getCause() instanceof StatusRuntimeException) { // on our side, when it was read
      return noAnswer("malformed answer");
    }
    return switch (status.getCode()) {
      case RESOURCE_EXHAUSTED ->
          String.valueOf(status.getDescription()).startsWith("gRPC message exceeds maximum size")
              ? noAnswer("answer larger than " + mostBytes + " bytes")
              : unreachable("status RESOURCE_EXHAUSTED");
      case DEADLINE_EXCEEDED -> late();
      case UNAVAILABLE ->
          unreachable(
              status.getCause() instanceof ConnectException ? "no connection" : "connection lost");
      default -> unreachable("status " + status.getCode());
    };
  }

  /** True if every other endpoint would refuse alike. */
  boolean isFinal() {
    return kind == Kind.REFUSED
        && (reason == ErrorReason.MALFORMED_IDENTIFIER || reason == ErrorReason.INVALID_ARGUMENT);
  }

  /** True if the endpoint responded. */
  boolean isHeard() {
    return kind == Kind.REFUSED || kind == Kind.NO_ANSWER || kind == Kind.NOT_OFFERED;
  }

  private static FailedAttempt refused(ErrorInfo info) {
    return refused(info.getReason());
  }

  /** A refusal with a reason, of a whole question or of one of many identifiers. */
  static FailedAttempt refused(String named) {
    for (ErrorReason reason : REFUSALS) {
      if (reason.name().equals(named)) {
        return new FailedAttempt(Kind.REFUSED, reason, "refused, " + reason);
      }
    }
    return new FailedAttempt(
        Kind.REFUSED, ErrorReason.UPSTREAM_REJECTED, "refused without a valid reason");
  }
}
