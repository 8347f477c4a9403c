package dev.nameplate.epcis;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;

/** The result of reading one place of a document. */
public sealed interface ReadEvent {
  /** The place in the document, for example {@code eventList[3]}. */
  String where();

  /**
   * An event.
   *
   * @param where which place; {@code document} for the event that carries all but the event list
   * @param event the event, with its text as its source
   */
  record Accepted(String where, Event event) implements ReadEvent {}

  /**
   * An item that is no event. The reader continues with the next item of the document, unless the
   * reason excludes that.
   *
   * @param where the place in the document
   * @param reason what is wrong: field, value, and what was expected
   */
  record Refused(String where, InvalidInputException reason) implements ReadEvent {}
}
