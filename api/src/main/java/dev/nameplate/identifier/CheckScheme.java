package dev.nameplate.identifier;

import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * An algorithm for check characters, each of which detects every single mistyped character among
 * the characters that it covers.
 */
enum CheckScheme {
  /**
   * ISO/IEC 7064 MOD 37,36, over letters and digits; the check character is either.
   *
   * <p><b>Source:</b> ISO/IEC 7064:2003, hybrid system MOD 37,36 (clause 9).
   */
  MOD_37_36("check", false),
  /**
   * ISO/IEC 7064 MOD 11,10, over digits; the check character is a digit.
   *
   * <p><b>Source:</b> ISO/IEC 7064:2003, hybrid system MOD 11,10 (clause 9).
   */
  MOD_11_10("check:mod11_10", true),
  /**
   * GS1 check digit, over digits weighted 3, 1, 3, ... from the right.
   *
   * <p><b>Source:</b> GS1 General Specifications, section 7.9.1.
   */
  GS1("check:gs1", true),
  /**
   * Luhn check digit, over digits, each second one from the right doubled.
   *
   * <p><b>Source:</b> ISO/IEC 7812-1:2017, annex B (Luhn).
   */
  LUHN("check:luhn", true);

  private final String placeholder;
  private final boolean numeric;

  CheckScheme(String placeholder, boolean numeric) {
    this.placeholder = placeholder;
    this.numeric = numeric;
  }

  static Optional<CheckScheme> named(String placeholder) {
    for (CheckScheme scheme : values()) {
      if (scheme.placeholder.equals(placeholder)) {
        return Optional.of(scheme);
      }
    }
    return Optional.empty();
  }

  String placeholder() {
    return placeholder;
  }

  /** True for a scheme over digits only. */
  boolean numeric() {
    return numeric;
  }

  /**
   * The check character behind a text, in upper case. Characters of the text that the scheme is not
   * over, hyphens for example, do not count; neither does the case of letters.
   */
  String of(String before) {
    StringBuilder counted = new StringBuilder();
    for (char c : CanonicalText.of(before).toCharArray()) {
      if (c >= '0' && c <= '9') {
        counted.append(c);
      } else if (!numeric && c >= 'a' && c <= 'z') {
        counted.append((char) (c - 'a' + 'A'));
      }
    }
    return Character.toString(Alphabets.BASE_36.charAt(calculate(counted.toString())));
  }

  private int calculate(String text) {
    return switch (this) {
      case MOD_37_36 -> hybrid(text, 36);
      case MOD_11_10 -> hybrid(text, 10);
      case GS1 -> tens(text, digit -> 3 * digit);
      case LUHN -> tens(text, digit -> digit > 4 ? 2 * digit - 9 : 2 * digit);
    };
  }

  /** The hybrid system MOD (m + 1),m: the product and sum by turns (clause 9.2). */
  private static int hybrid(String text, int m) {
    int product = m;
    for (int i = 0; i < text.length(); i++) {
      int sum = (product + Alphabets.BASE_36.indexOf(text.charAt(i))) % m;
      product = (sum == 0 ? m : sum) * 2 % (m + 1);
    }
    return (m + 1 - product) % m;
  }

  /** The difference to the next multiple of ten, with each second digit from the right weighted. */
  private static int tens(String text, IntUnaryOperator weighted) {
    int sum = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(text.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? weighted.applyAsInt(digit) : digit;
    }
    return (10 - sum % 10) % 10;
  }
}
