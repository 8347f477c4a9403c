package dev.nameplate.assign;

import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;

/**
 * An event to record. Immutable; the methods return changed copies.
 *
 * @param recorder the prefix under which it is recorded: one that the node answers for
 * @param event the event
 * @param restricted whether not everyone may read it: others see only that there is one
 * @param operation names the write so that a repeat is recognised; {@link OperationId#NONE} for
 *     none. The same event given again is recognised without one, unless it is restricted and has
 *     no name
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

  /** The same, not for everyone. */
  public Capture asRestricted() {
    return new Capture(recorder, event, true, operation);
  }

  /** The same under an operation id. */
  public Capture operation(String id) {
    return new Capture(recorder, event, restricted, OperationId.of(id));
  }
}
