package dev.nameplate.server.grpc;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.Event;
import dev.nameplate.v1.EventItem;
import dev.nameplate.v1.ItemsCreated;
import dev.nameplate.v1.RecordValue;
import org.junit.jupiter.api.Test;

class RequestPartsTest {
  @Test
  void the_largest_event_has_few_parts() {
    ItemsCreated.Builder items = ItemsCreated.newBuilder();
    for (int i = 0; i < 4096; i++) {
      items.addItems(
          EventItem.newBuilder().setItem("88.118.8/" + i).setAmount("1").setUnit("KGM").build());
    }

    assertThatCode(
            () ->
                require(
                    CaptureRequest.newBuilder()
                        .setEvent(Event.newBuilder().setCreate(items).build())
                        .build()))
        .doesNotThrowAnyException();
  }

  @Test
  void very_many_empty_messages_are_refused_also_within_others() {
    AssignRequest.Builder assignment = AssignRequest.newBuilder();
    for (int i = 0; i <= RequestParts.MOST_MESSAGES; i++) {
      assignment.addValues(RecordValue.getDefaultInstance());
    }

    assertRefused(assignment.build());
    assertRefused(AssignAllRequest.newBuilder().setAssignment(assignment).build());
  }

  @Test
  void very_many_unknown_fields_are_refused() {
    UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
    for (int i = 0; i <= RequestParts.MOST; i++) {
      field.addVarint(0);
    }
    UnknownFieldSet.Field.Builder group = UnknownFieldSet.Field.newBuilder();
    for (int i = 0; i <= RequestParts.MOST_MESSAGES; i++) {
      group.addGroup(UnknownFieldSet.getDefaultInstance());
    }

    assertRefused(withField(field.build()));
    assertRefused(withField(group.build()));
  }

  @Test
  void bytes_that_end_too_early_are_refused() {
    ByteString bytes =
        AssignAllRequest.newBuilder()
            .setAssignment(AssignRequest.newBuilder().setIdentifier("88.118.8/A"))
            .build()
            .toByteString();

    assertThatThrownBy(
            () ->
                RequestParts.require(
                    bytes.substring(0, bytes.size() - 1).toByteArray(),
                    AssignAllRequest.getDescriptor()))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  private static AssignRequest withField(UnknownFieldSet.Field field) {
    return AssignRequest.newBuilder()
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(12, field).build())
        .build();
  }

  private static void assertRefused(Message message) {
    assertThatThrownBy(() -> require(message))
        .isInstanceOf(InvalidProtocolBufferException.class)
        .hasMessageContaining("too many");
  }

  private static void require(Message message) throws Exception {
    RequestParts.require(message.toByteArray(), message.getDescriptorForType());
  }
}
