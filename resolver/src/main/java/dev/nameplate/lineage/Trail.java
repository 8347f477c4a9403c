package dev.nameplate.lineage;

/** Relation of an event to an item. */
public enum Trail {
  /** The event made the item, in a process. */
  MADE('o'),
  /** The event used the item, in a process. */
  USED('u'),
  /** The item was created. */
  BORN('b'),
  /** The item was seen. */
  SEEN('s'),
  /** The item passed to another party. */
  MOVED('t'),
  /** The item ceased to be. */
  ENDED('r'),
  /** The item entered another, left it, or was seen in it. */
  INSIDE('k'),
  /** Other items entered the item, left it, or were seen in it. */
  HOLDING('p');

  private final byte kind;

  Trail(char kind) {
    this.kind = (byte) kind;
  }

  byte kind() {
    return kind;
  }
}
