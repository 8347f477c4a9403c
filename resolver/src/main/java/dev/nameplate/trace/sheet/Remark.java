package dev.nameplate.trace.sheet;

import java.util.List;

/**
 * A gap or an uncertainty that a sheet states. Immutable.
 *
 * @param kind the kind
 * @param of what it is about, as {@link SheetText} expects it
 */
public record Remark(Kind kind, List<String> of) {
  /** Copies the list. */
  public Remark {
    of = List.copyOf(of);
  }

  static Remark of(Kind kind, String... of) {
    return new Remark(kind, List.of(of));
  }

  /** True if data of a record are missing. */
  boolean isOfRecord() {
    return switch (kind) {
      case RECORD_ABSENT,
          RECORD_RETIRED,
          RECORD_ELSEWHERE,
          RECORD_UNREACHABLE,
          RECORD_NOT_VERIFIED,
          RECORD_UNNAMED,
          VALUE_MISSING,
          VALUE_WITHHELD,
          VALUE_TOO_LONG,
          OTHER_RECEIVER ->
          true;
      default -> false;
    };
  }

  /** The kind of a remark. */
  public enum Kind {
    /** There is no such record. */
    RECORD_ABSENT,
    /** The record was retired: it has no values. */
    RECORD_RETIRED,
    /** Another node has the record, and it was not asked. */
    RECORD_ELSEWHERE,
    /** No node answered for the record. */
    RECORD_UNREACHABLE,
    /** The record failed verification. */
    RECORD_NOT_VERIFIED,
    /** The name leads to no record. */
    RECORD_UNNAMED,
    /** The record lacks a value. */
    VALUE_MISSING,
    /** The record lacks a value, or hides it from this reader. */
    VALUE_WITHHELD,
    /** A value is too long for a cell. */
    VALUE_TOO_LONG,
    /** The document is about another receiver. */
    OTHER_RECEIVER,
    /** The item was given to an unknown party. */
    SELLER_UNKNOWN,
    /** The amount has bounds only. */
    AMOUNT_BETWEEN,
    /** The amount is unknown. */
    AMOUNT_UNKNOWN,
    /** No visible event made the item. */
    MAKING_UNKNOWN,
    /** The amount made is unknown. */
    AMOUNT_MADE_UNKNOWN,
    /** The item is in a container. */
    INSIDE,
    /** The item was used up. */
    USED_UP,
    /** The item was retired. */
    RETIRED,
    /** The reason why an item is only possibly affected. */
    POSSIBLE,
    /** The event has no place. */
    PLACE_UNKNOWN,
    /** A party of a transfer is unknown. */
    PARTY_UNKNOWN,
    /** It is unknown which side recorded a transfer. */
    SIDE_UNKNOWN,
    /** A transfer names no document. */
    DOCUMENT_UNKNOWN,
    /** The row is about a container of affected lots. */
    CONTAINER,
    /** Both sides recorded a transfer, differently. */
    TRANSFER_DISAGREES,
    /** The recorder had no authority for what it made. */
    NO_AUTHORITY,
    /** The date contradicts other events. */
    OUT_OF_ORDER,
    /** Of a sheet: the suspects. */
    SUSPECTS,
    /** Of a sheet: the state of the log. */
    AS_OF,
    /** Of a sheet: the period of receipts. */
    RECEIVED_BETWEEN,
    /** Of a sheet: numbers of items. */
    COUNTS,
    /** Of a sheet: an amount over all rows. */
    TOTAL,
    /** Of a sheet: rows without an amount. */
    UNCOUNTED,
    /** Of a sheet: rows for which a record or a value in it was not read. */
    NOT_JOINED,
    /** Of a sheet: it is complete. */
    COMPLETE,
    /** Of a sheet: it is incomplete. */
    INCOMPLETE,
    /** Of a sheet: something was not followed. */
    HOLE,
    /** Of a sheet: further gaps, by number. */
    MORE_HOLES,
    /** Of a sheet: withdrawn events, which have no rows. */
    WITHDRAWN,
    /** Of a sheet: events whose content is withheld. */
    WITHHELD,
    /** Of a sheet: cells that the mapping names no value for. */
    NOT_MAPPED,
    /** Of a sheet: an amount on which giver and receiver disagree. */
    DIFFERENCE,
    /** Of a sheet: the nodes whose events it has. */
    NODES,
    /** Of a sheet: its events are those of one node. */
    ONE_NODE
  }
}
