package dev.nameplate.event;

/** How exactly a name says which thing is meant. */
public enum Grain {
  /** One thing, or whatever its authority assigned the identifier to. */
  ITEM,
  /** A batch of things that were made together. */
  LOT,
  /** A kind of thing, such as a GTIN without lot or serial number: no lineage follows from it. */
  CLASS
}
