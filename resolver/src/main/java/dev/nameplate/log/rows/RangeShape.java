package dev.nameplate.log.rows;

import dev.nameplate.identifier.SuffixPattern;

/**
 * The common form of all suffixes of a pattern, canonical: a length, the place of the number, and
 * characters that are fixed or part of a check.
 *
 * @param pattern the pattern
 * @param head the text before the number
 * @param mask a suffix, with {@value #DIGIT} for a digit of the number and {@value #CHECK} for a
 *     character of the check: neither is allowed in a suffix
 */
public record RangeShape(SuffixPattern pattern, String head, String mask) {
  static final char DIGIT = '\u0001';
  static final char CHECK = '\u0002';

  /** The shape of the suffixes that a pattern makes. */
  public static RangeShape of(SuffixPattern pattern) {
    String nines = pattern.numbered(pattern.mostNumber()).canonical();
    String ones = pattern.numbered(pattern.mostNumber() / 9).canonical();
    int head = 0;
    while (nines.charAt(head) == ones.charAt(head)) {
      head++;
    }
    StringBuilder mask = new StringBuilder(ones);
    for (int number = 1; number <= 9; number++) { // each check tells single digits apart
      String other = pattern.numbered(number).canonical();
      for (int at = head + pattern.digits(); at < other.length(); at++) {
        if (other.charAt(at) != ones.charAt(at)) {
          mask.setCharAt(at, CHECK);
        }
      }
    }
    for (int at = head; at < head + pattern.digits(); at++) {
      mask.setCharAt(at, DIGIT);
    }
    return new RangeShape(pattern, ones.substring(0, head), mask.toString());
  }

  int length() {
    return mask.length();
  }

  /** True if a suffix may have both shapes. */
  public boolean meets(RangeShape other) {
    if (length() != other.length()) {
      return false;
    }
    for (int at = 0; at < mask.length(); at++) {
      if (!meets(mask.charAt(at), other.mask.charAt(at))) {
        return false;
      }
    }
    return true;
  }

  private static boolean meets(char one, char other) {
    if (one == CHECK || other == CHECK || one == other) {
      return true;
    }
    return (one == DIGIT && isDigit(other)) || (other == DIGIT && isDigit(one));
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
