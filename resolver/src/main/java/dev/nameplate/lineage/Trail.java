package dev.nameplate.lineage;

/** In what way an event concerns an item. */
public enum Trail {
  /** It made the item, in a process. */
  MADE('o'),
  /** It used the item, in a process. */
  USED('u'),
  /** The item came to be. */
  BORN('b'),
  /** The item was seen. */
  SEEN('s'),
  /** The item passed to another party. */
  MOVED('t'),
  /** The item ceased to be. */
  ENDED('r'),
  /** The item entered another, left it, or was seen in it. */
  INSIDE('k'),
  /** Others entered the item, left it, or were seen in it. */
  HOLDING('p');

  private final byte kind;

  Trail(char kind) {
    this.kind = (byte) kind;
  }

  byte kind() {
    return kind;
  }
}
