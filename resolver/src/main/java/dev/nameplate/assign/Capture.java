package dev.nameplate.assign;

import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;

/**
 * An event to record. Immutable; the methods return changed copies.
 *
 * @param recorder the prefix of its recorder, which the node must serve
 * @param event the event
 * @param restricted true for a restricted event: others see only that it exists
 * @param operation id by which a repeated write is recognised; {@link OperationId#NONE} for none. A
 *     repeated event is recognised without it, unless it is restricted and has no name
 */
public record Capture(Prefix recorder, Event event, boolean restricted, OperationId operation) {
  /**
   * An event for everyone to read.
   *
   * @throws dev.nameplate.identifier.MalformedIdentifierException if the recorder is no prefix
   */
  public static Capture of(String recorder, Event event) {
    return of(Prefix.parse(recorder), event);
  }

  /** An event for everyone to read. */
  public static Capture of(Prefix recorder, Event event) {
    return new Capture(recorder, event, false, OperationId.NONE);
  }

  /** Copy of this capture for a restricted event. */
  public Capture asRestricted() {
    return new Capture(recorder, event, true, operation);
  }

  /** Copy of this capture with an operation id. */
  public Capture operation(String id) {
    return new Capture(recorder, event, restricted, OperationId.of(id));
  }
}
