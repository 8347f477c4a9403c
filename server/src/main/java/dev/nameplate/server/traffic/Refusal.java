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
      "node: no room for another call (expected: fewer or smaller ones, and answers that are read); ask again later"),
  UNREAD(
      Code.RESOURCE_EXHAUSTED,
      ErrorReason.OVERLOADED,
      "node: no room for an answer (expected: answers before it that are read); ask again later"),
  UNFINISHED_REQUESTS(
      Code.RESOURCE_EXHAUSTED,
      ErrorReason.OVERLOADED,
      "node: no room for a request (expected: fewer or smaller ones at a time); ask again later"),
  QUIET(
      Code.RESOURCE_EXHAUSTED,
      ErrorReason.OVERLOADED,
      "node: too little room, and nothing came or went on this call for long (expected: calls that end, or go on); ask again later"),
  SLOW_REQUEST(
      Code.DEADLINE_EXCEEDED,
      ErrorReason.TIMED_OUT,
      "request: not complete in time (expected: a caller who sends on); ask again");

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
                            .setDomain("nameplate.dev")
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
