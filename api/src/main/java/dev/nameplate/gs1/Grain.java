package dev.nameplate.gs1;

/**
 * Precision of an identifier. Lineage needs at least a lot: things known by their class only cannot
 * be told apart.
 */
public enum Grain {
  /** A kind of thing, for example a GTIN without lot and serial number. */
  CLASS,
  /** A lot or batch of a class, for example a GTIN with a lot number. */
  LOT,
  /** A single thing, for example a GTIN with a serial number, an SSCC, or a location. */
  ITEM
}
