package dev.nameplate.gs1;

/**
 * The check digit of GS1 keys: weights 3 and 1 from the right, modulo 10.
 *
 * <p><b>Source:</b> GS1 General Specifications, section 7.9.1.
 */
final class CheckDigit {
  private CheckDigit() {}

  /** The check digit for digits that lack it. */
  static char of(CharSequence digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int weight = (digits.length() - i) % 2 == 1 ? 3 : 1;
      sum += weight * (digits.charAt(i) - '0');
    }
    return (char) ('0' + (10 - sum % 10) % 10);
  }

  /** True if the last digit is the check digit of the digits before it. */
  static boolean agrees(CharSequence digits) {
    int last = digits.length() - 1;
    return of(digits.subSequence(0, last)) == digits.charAt(last);
  }
}
