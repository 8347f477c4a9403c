package dev.nameplate.wire;

import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.ItemError;
import java.util.Optional;

/**
 * The refusal of an item, in the words of the node that refused it.
 *
 * @param reason name of an {@link dev.nameplate.error.ErrorReason}, or of a newer node's
 * @param field the field at fault; empty if it is none
 * @param message the error and the remedy
 */
public record Refusal(String reason, String field, String message) {
  /** A refusal as it is sent. */
  public ItemError toProto() {
    return ItemError.newBuilder().setReason(reason).setField(field).setMessage(message).build();
  }

  public static Refusal fromProto(ItemError error) {
    return new Refusal(error.getReason(), error.getField(), error.getMessage());
  }

  /** The refusal that answers an assignment, if it does. */
  public static Optional<Refusal> in(AssignAllResponse answer) {
    return answer.hasError() ? Optional.of(fromProto(answer.getError())) : Optional.empty();
  }

  /** The refusal that answers an event, if it does. */
  public static Optional<Refusal> in(CaptureResponse answer) {
    return answer.hasError() ? Optional.of(fromProto(answer.getError())) : Optional.empty();
  }
}
