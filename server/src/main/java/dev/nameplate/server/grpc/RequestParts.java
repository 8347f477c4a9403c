package dev.nameplate.server.grpc;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/**
 * Counts the messages and fields of a request before any of them is made an object: an empty
 * message takes two bytes in a request, and many times as much in memory.
 */
final class RequestParts {
  /** The most messages and fields of a request. The largest records and events have fewer. */
  static final int MOST = 65_536;

  /** The most of the messages. */
  static final int MOST_MESSAGES = 16_384;

  /** Size of a request, in bytes, up to which it cannot have too many messages. */
  static final int SMALL = 2 * MOST_MESSAGES;

  private static final int MOST_NESTED = 100;

  private int parts;
  private int messages;

  private RequestParts() {}

  /**
   * Counts the parts of a message.
   *
   * @throws InvalidProtocolBufferException if there are too many, or the bytes are no message
   */
  static void require(byte[] message, Descriptor type) throws IOException {
    new RequestParts().count(CodedInputStream.newInstance(message), type, 0);
  }

  private void count(CodedInputStream in, Descriptor type, int depth) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      parts++;
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      boolean nested = field != null && field.getJavaType() == JavaType.MESSAGE;
      switch (WireFormat.getTagWireType(tag)) {
        case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
          int size = in.readRawVarint32();
          if (nested) {
            messages++;
            refuse(depth >= MOST_NESTED);
            int outer = in.pushLimit(size);
            count(in, field.getMessageType(), depth + 1);
            in.popLimit(outer);
          } else {
            in.skipRawBytes(size);
          }
        }
        // No message has a group, so it is unknown; what is in it is refused with it.
        case WireFormat.WIRETYPE_START_GROUP, WireFormat.WIRETYPE_END_GROUP -> messages++;
        default -> in.skipField(tag);
      }
      refuse(parts > MOST || messages > MOST_MESSAGES);
    }
  }

  private static void refuse(boolean tooMany) throws InvalidProtocolBufferException {
    if (tooMany) {
      throw new InvalidProtocolBufferException("too many parts");
    }
  }
}
