package dev.nameplate.server.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import dev.nameplate.error.InvalidInputException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds fields that this version does not know. A request that carries one means something that
 * would be skipped over in silence, so it is refused.
 */
final class UnknownFields {
  /** The fields of each message that are messages themselves; few, and never removed. */
  private static final Map<Descriptor, List<FieldDescriptor>> NESTED = new ConcurrentHashMap<>();

  private UnknownFields() {}

  /**
   * Refuses unknown fields anywhere in a message.
   *
   * @throws InvalidInputException naming the message and the number of the field
   */
  static void refuse(Message message) {
    if (!message.getUnknownFields().isEmpty()) {
      throw unknown(message);
    }
    for (FieldDescriptor field : nested(message.getDescriptorForType())) {
      if (field.isRepeated()) {
        for (int i = 0; i < message.getRepeatedFieldCount(field); i++) {
          refuse((Message) message.getRepeatedField(field, i));
        }
      } else if (message.hasField(field)) {
        refuse((Message) message.getField(field));
      }
    }
  }

  private static List<FieldDescriptor> nested(Descriptor type) {
    List<FieldDescriptor> known = NESTED.get(type);
    return known != null ? known : NESTED.computeIfAbsent(type, UnknownFields::findNested);
  }

  private static List<FieldDescriptor> findNested(Descriptor type) {
    return type.getFields().stream()
        .filter(field -> field.getJavaType() == JavaType.MESSAGE)
        .toList();
  }

  private static InvalidInputException unknown(Message message) {
    if (LenientRequests.isUnreadable(message)) {
      return InvalidInputException.of(
          message.getDescriptorForType().getFullName(),
          "malformed bytes",
          "the protobuf encoding of this message");
    }
    int number = message.getUnknownFields().asMap().keySet().iterator().next();
    return InvalidInputException.of(
        message.getDescriptorForType().getFullName(),
        "field " + Integer.toUnsignedString(number),
        "fields of this version; omit it, or use a newer node");
  }
}
