package dev.nameplate.server.traffic;

import com.google.protobuf.Any;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.nameplate.error.ErrorReason;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Reasons to refuse a call for lack of room or time. */
enum Refusal {
  NO_ROOM(
      Code.RESOURCE_EXHAUSTED,
      ErrorReason.OVERLOADED,
      "node: no memory for another call (expected: fewer or smaller calls, and answers read "
          + "promptly); retry later"),
  UNREAD(
      Code.RESOURCE_EXHAUSTED,
      ErrorReason.OVERLOADED,
      "node: no memory for an answer (expected: earlier answers read promptly); retry later"),
  UNFINISHED_REQUESTS(
      Code.RESOURCE_EXHAUSTED,
      ErrorReason.OVERLOADED,
      "node: no memory for a request (expected: fewer or smaller requests at a time); retry later"),
  QUIET(
      Code.RESOURCE_EXHAUSTED,
      ErrorReason.OVERLOADED,
      "node: memory is low, and this call was idle too long (expected: calls that end or make "
          + "progress); retry later"),
  SLOW_REQUEST(
      Code.DEADLINE_EXCEEDED,
      ErrorReason.TIMED_OUT,
      "request: not complete in time (expected: a client that keeps sending); retry");

  @SuppressWarnings("ImmutableEnumChecker") // made once, and never changed
  private final StatusRuntimeException said;

  Refusal(Code code, ErrorReason reason, String message) {
    this.said =
        StatusProto.toStatusRuntimeException(
            Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(
                    Any.pack(
                        ErrorInfo.newBuilder()
                            .setReason(reason.name())
                            .setDomain(ErrorReason.DOMAIN)
                            .build()))
                .build());
  }

  void close(ServerCall<?, ?> call) {
    Metadata details = new Metadata();
    Metadata given = said.getTrailers();
    if (given != null) {
      details.merge(given);
    }
    call.close(said.getStatus(), details);
  }
}
