package dev.nameplate.gs1;

/**
 * The set of characters allowed in a value.
 *
 * <p><b>Source:</b> GS1 General Specifications, section 7.11.
 */
enum Charset {
  DIGITS("0123456789"),
  /** Set 39, of component and part identifiers. */
  PARTS("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
  /** Set 82, of lots, serial numbers and most else. */
  TEXT("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

  private final long low;
  private final long high;

  Charset(String characters) {
    long lows = 0;
    long highs = 0;
    for (int i = 0; i < characters.length(); i++) {
      char c = characters.charAt(i);
      if (c < 64) {
        lows |= 1L << c;
      } else {
        highs |= 1L << (c - 64);
      }
    }
    this.low = lows;
    this.high = highs;
  }

  boolean allows(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 || ((c < 64 ? low >>> c : high >>> (c - 64)) & 1) == 0) {
        return false;
      }
    }
    return true;
  }
}
