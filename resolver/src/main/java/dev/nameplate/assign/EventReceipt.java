package dev.nameplate.assign;

import dev.nameplate.event.EventId;
import dev.nameplate.identifier.Prefix;
import java.time.Instant;
import java.util.List;

/**
 * Says that an event is durable, logged and signed, and where it stands.
 *
 * @param id identifies the event. Where one that says the same was recorded before in other words,
 *     it is that one's
 * @param recorder the prefix under which it is recorded
 * @param name its name; empty if it has none
 * @param already whether it was recorded before, and this is its first receipt
 * @param position position of the statement in the log: the number of statements before it
 * @param batch number of the batch that carries the statement
 * @param time time of the batch, in whole milliseconds
 * @param labels what is odd about it and was accepted, as codes: those of its source, and {@code
 *     future} if it is to happen yet, {@code target-unknown} if it withdraws what is not recorded
 *     here, {@code unassigned} if it names an identifier of this node that was never assigned
 */
public record EventReceipt(
    EventId id,
    Prefix recorder,
    String name,
    boolean already,
    long position,
    long batch,
    Instant time,
    List<String> labels) {
  /** Copies the list. */
  public EventReceipt {
    labels = List.copyOf(labels);
  }
}
