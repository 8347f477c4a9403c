package dev.nameplate.gs1;

import java.util.Optional;

/**
 * Percent-encoding of the ASCII characters of GS1 values, in the form of canonical Digital Links.
 *
 * <p><b>Source:</b> GS1 Digital Link Standard: URI Syntax, sections 4.4 and 4.11, with table 7-1.
 */
final class PercentText {
  private static final String ENCODED = "!\"#%&()*+,/:<>?";
  private static final String HEX = "0123456789ABCDEF";

  private PercentText() {}

  static void append(StringBuilder to, CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (ENCODED.indexOf(c) >= 0) {
        to.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        to.append(c);
      }
    }
  }

  /**
   * The text behind a percent-encoded one; empty if a percent sign is not followed by two digits.
   */
  static Optional<String> decoded(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = digit(text, ++i);
        int low = digit(text, ++i);
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        c = (char) (high << 4 | low);
      }
      plain.append(c);
    }
    return Optional.of(plain.toString());
  }

  private static int digit(String text, int at) {
    return at < text.length() && text.charAt(at) < 128 ? Character.digit(text.charAt(at), 16) : -1;
  }
}
