package dev.nameplate.identifier;

/** The characters for digits above nine. */
final class Alphabets {
  /** Base 36: digits, then letters (ISO/IEC 7064:2003, table 3). */
  static final String BASE_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

  /** Base 32 without I, L, O and U, which are mistaken for others (Crockford). */
  static final String BASE_32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

  private Alphabets() {}
}
