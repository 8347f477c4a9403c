package dev.nameplate.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.ResolveRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Requests as a client would write them, and what stands in the errors that come back. */
final class Wire {
  private Wire() {}

  static RecordValue text(int index, String type, String text) {
    return RecordValue.newBuilder().setIndex(index).setType(type).setText(text).build();
  }

  static RecordValue restricted(int index, String type, String text) {
    return text(index, type, text).toBuilder().setPermissions(12).build();
  }

  static AssignRequest assign(String identifier, RecordValue... values) {
    AssignRequest.Builder request = AssignRequest.newBuilder().setIdentifier(identifier);
    for (RecordValue value : values) {
      request.addValues(value);
    }
    return request.build();
  }

  static AssignAllRequest item(String identifier, RecordValue... values) {
    return AssignAllRequest.newBuilder().setAssignment(assign(identifier, values)).build();
  }

  static ResolveRequest question(String identifier) {
    return ResolveRequest.newBuilder().setIdentifier(identifier).build();
  }

  /** The message with a field that no version of it has. */
  @SuppressWarnings("unchecked")
  static <M extends Message> M withUnknownField(M message, int number) {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFromUtf8("from the future"))
            .build();
    return (M)
        message.toBuilder()
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(number, field).build())
            .build();
  }

  /** Expects a call to end with a code and a reason, and in one short line. */
  static StatusRuntimeException refused(
      ThrowingCallable call, Status.Code code, ErrorReason reason) {
    StatusRuntimeException e = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(e).as("the refusal").isNotNull();
    assertThat(e.getStatus().getCode()).as(e.getMessage()).isEqualTo(code);
    ErrorInfo info = detail(e, ErrorInfo.class).orElseThrow();
    assertThat(info.getReason()).isEqualTo(reason.name());
    assertThat(info.getDomain()).isEqualTo("nameplate.dev");
    assertThat(e.getStatus().getDescription()).isNotBlank().doesNotContain("\n");
    return e;
  }

  /** The field that a refusal complains about; empty if it names none. */
  static String field(StatusRuntimeException e) {
    return detail(e, BadRequest.class)
        .map(request -> request.getFieldViolations(0).getField())
        .orElse("");
  }

  static <D extends Message> Optional<D> detail(StatusRuntimeException e, Class<D> type) {
    com.google.rpc.Status status = Objects.requireNonNull(StatusProto.fromThrowable(e));
    for (Any detail : status.getDetailsList()) {
      if (detail.is(type)) {
        try {
          return Optional.of(detail.unpack(type));
        } catch (InvalidProtocolBufferException damaged) {
          throw new AssertionError(damaged);
        }
      }
    }
    return Optional.empty();
  }
}
