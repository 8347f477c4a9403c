package dev.nameplate.gs1;

/**
 * How much an identifier names. Lineage needs at least a lot: what is only known as a class cannot
 * be told from everything else of that class.
 */
public enum Grain {
  /** A kind of thing, for example a GTIN without lot and serial number. */
  CLASS,
  /** A lot or batch of a class, for example a GTIN with a lot number. */
  LOT,
  /** One thing, for example a GTIN with a serial number, an SSCC, or a location. */
  ITEM
}
