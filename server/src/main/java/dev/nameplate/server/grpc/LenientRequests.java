package dev.nameplate.server.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Reads requests so that bytes which are no message, or one of too many {@link RequestParts},
 * become a message marked as such, which {@link UnknownFields} refuses like any other it does not
 * understand. By itself the transport would end the call, or a whole stream, with {@code INTERNAL},
 * and fill the operator's log with traces of what anyone may send.
 *
 * @param <M> the type of request
 */
final class LenientRequests<M extends Message> implements PrototypeMarshaller<M> {
  private static final UnknownFieldSet MARK =
      UnknownFieldSet.newBuilder()
          .addField(
              1, UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build())
          .build();

  private final PrototypeMarshaller<M> strict;
  private final M unreadable;

  @SuppressWarnings("unchecked") // the builder of a message makes messages of its type
  private LenientRequests(PrototypeMarshaller<M> strict, M prototype) {
    this.strict = strict;
    this.unreadable = (M) prototype.newBuilderForType().setUnknownFields(MARK).build();
  }

  /** True if the bytes of a request were no message. */
  @SuppressWarnings("ReferenceEquality") // a caller can send the same field, but not this object
  static boolean isUnreadable(Message request) {
    return request.getUnknownFields() == MARK;
  }

  /** Copy of a service that reads requests this way. */
  static ServerServiceDefinition in(ServerServiceDefinition service) {
    ServiceDescriptor before = service.getServiceDescriptor();
    List<ServerMethodDefinition<?, ?>> methods = new ArrayList<>();
    service.getMethods().forEach(method -> methods.add(lenient(method)));
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(before.getName())
            .setSchemaDescriptor(before.getSchemaDescriptor());
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder after = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(after::addMethod);
    return after.build();
  }

  private static <Q, A> ServerMethodDefinition<Q, A> lenient(ServerMethodDefinition<Q, A> method) {
    MethodDescriptor<Q, A> before = method.getMethodDescriptor();
    return ServerMethodDefinition.create(
        before.toBuilder().setRequestMarshaller(lenient(before.getRequestMarshaller())).build(),
        method.getServerCallHandler());
  }

  @SuppressWarnings("unchecked") // generated services marshal messages, and with prototypes
  private static <Q> MethodDescriptor.Marshaller<Q> lenient(MethodDescriptor.Marshaller<Q> strict) {
    PrototypeMarshaller<Message> messages = (PrototypeMarshaller<Message>) strict;
    Message prototype = Objects.requireNonNull(messages.getMessagePrototype());
    return (MethodDescriptor.Marshaller<Q>) new LenientRequests<>(messages, prototype);
  }

  @Override
  public M parse(InputStream stream) {
    try {
      return strict.parse(isSmall(stream) ? stream : withFewParts(stream));
    } catch (StatusRuntimeException | IOException noMessage) {
      return unreadable;
    }
  }

  private static boolean isSmall(InputStream stream) throws IOException {
    return stream instanceof KnownLength && stream.available() <= RequestParts.SMALL;
  }

  private InputStream withFewParts(InputStream stream) throws IOException {
    byte[] bytes = stream.readAllBytes();
    RequestParts.require(bytes, unreadable.getDescriptorForType());
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public InputStream stream(M request) {
    return strict.stream(request);
  }

  @Override
  public M getMessagePrototype() {
    return Objects.requireNonNull(strict.getMessagePrototype());
  }

  @Override
  public Class<M> getMessageClass() {
    return strict.getMessageClass();
  }
}
