package dev.nameplate.upstream;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Details of the status that ended a call. Details that cannot be read say nothing. */
public final class StatusDetails {
  private StatusDetails() {}

  /** The first detail of a type in an exception of a stub. */
  public static <T extends Message> Optional<T> in(Throwable thrown, Class<T> type) {
    return in(StatusProto.fromThrowable(thrown), type);
  }

  /** The first detail of a type in the trailers of a status. */
  public static <T extends Message> Optional<T> in(
      Status status, Metadata trailers, Class<T> type) {
    try {
      return in(StatusProto.fromStatusAndTrailers(status, trailers), type);
    } catch (IllegalArgumentException e) { // the details are of another status
      return Optional.empty();
    }
  }

  private static <T extends Message> Optional<T> in(
      com.google.rpc.@Nullable Status status, Class<T> type) {
    if (status == null) {
      return Optional.empty();
    }
    try {
      for (Any detail : status.getDetailsList()) {
        if (detail.is(type)) {
          return Optional.of(detail.unpack(type));
        }
      }
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty(); // the status itself still tells
    }
    return Optional.empty();
  }
}
