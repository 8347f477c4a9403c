package dev.nameplate.epcis;

import java.util.Locale;

/**
 * A deviation of a document from the standard that is accepted: the meaning is clear, or is left
 * open. An event carries the {@link #code codes} of its defects.
 */
public enum Defect {
  /** The context neither is nor includes the EPCIS context. */
  CONTEXT_FOREIGN,
  /** A name has a prefix that the document does not declare. */
  PREFIX_UNDECLARED,
  /** The document's type is neither EPCISDocument nor EPCISQueryDocument. */
  DOCUMENT_TYPE_FOREIGN,
  /** The document's creation date is missing or malformed. */
  CREATION_DATE_MISSING,
  /** The document is of another version than 2.0. */
  SCHEMA_VERSION_FOREIGN,
  /** An event's type is written as a URI where the bare word is meant. */
  EVENT_TYPE_NOT_BARE,
  /** An event's type is none of the five of the standard: the event is kept without meaning. */
  EVENT_TYPE_FOREIGN,
  /** The eventTimeZoneOffset is missing: the offset of eventTime is used. */
  OFFSET_MISSING,
  /**
   * An event carries its exact bytes, and they differ from its other fields: the other fields are
   * used.
   */
  EVENT_BYTES_DIFFER,
  /** The eventID is no URI, so it is valid in its document only: the hash id names the event. */
  EVENT_ID_NO_URI,
  /**
   * The eventID is a blank node such as {@code _:event1}, or a reference such as {@code #event1}
   * without a base, so it is valid inside its document only: the hash id names the event.
   */
  EVENT_ID_LOCAL,
  /**
   * A thing, place, party, document or process has a name that is valid inside its document only: a
   * URI unique to this document replaces it, also in the text.
   */
  NAME_LOCAL,
  /**
   * A correctiveEventID is valid inside its document only, where no event has it: it is left out.
   */
  CORRECTION_UNKNOWN,
  /** The eventID begins like a UUID, but is malformed. */
  EVENT_ID_NO_UUID,
  /** The eventID is an event hash id, and not that of this event. */
  EVENT_ID_NOT_THE_HASH,
  /**
   * An earlier event of the document has the same eventID and other content: the hash id names this
   * event.
   */
  EVENT_ID_NOT_UNIQUE,
  /** A standard word is written as a URN or URI where the bare word is meant. */
  WORD_NOT_BARE,
  /** A bare word that the standard does not have. */
  WORD_FOREIGN,
  /** A TransformationEvent has an action: it is ignored. */
  ACTION_SUPERFLUOUS,
  /** A TransformationEvent without transformationID names no inputs: its outputs were created. */
  INPUTS_MISSING,
  /** A TransformationEvent without transformationID names no outputs: its inputs were seen. */
  OUTPUTS_MISSING,
  /** An event names no items. */
  ITEMS_MISSING,
  /** An item is named by an identifier that is no URI. */
  ITEM_NO_URI,
  /** A list of single things names a lot or a class. */
  CLASS_IN_ITEM_LIST,
  /** A quantity of one single thing. */
  ITEM_IN_QUANTITY_LIST,
  /** An input or output of a process is known by its class alone. */
  CLASS_ONLY,
  /** A Digital Link whose check digit is wrong. */
  CHECK_DIGIT_WRONG,
  /** An EPC URN does not follow its scheme: it is an opaque name. */
  EPC_MALFORMED,
  /** A number is written as a text. */
  NUMBER_AS_TEXT,
  /** A quantity has no unit: pieces are meant. */
  UNIT_MISSING,
  /** A unit that is no code of UN/CEFACT Recommendation 20: the quantity is left open. */
  UNIT_FOREIGN,
  /** An event has more documents than it can keep: the first are kept, all are in its text. */
  DOCUMENTS_CUT,
  /**
   * A name had invisible characters, or white space at an end: the event has the name without them.
   */
  CHARACTERS_REMOVED;

  /**
   * The code in {@link dev.nameplate.event.EventSource#labels}, for example {@code unit-missing}.
   */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
