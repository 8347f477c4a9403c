package dev.nameplate.epcis;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;

/** What was read from one place of a document. */
public sealed interface ReadEvent {
  /** Which place, for example {@code eventList[3]}. */
  String where();

  /**
   * An event.
   *
   * @param where which place; {@code document} for the event that carries all but the event list
   * @param event the event, with its text as its source
   */
  record Accepted(String where, Event event) implements ReadEvent {}

  /**
   * Something that is no event. What comes after it in the document is read, unless the reason says
   * otherwise.
   *
   * @param where which place
   * @param reason what is wrong: field, value, and what was expected
   */
  record Refused(String where, InvalidInputException reason) implements ReadEvent {}
}
