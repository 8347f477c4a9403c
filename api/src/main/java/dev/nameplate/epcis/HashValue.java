package dev.nameplate.epcis;

import dev.nameplate.gs1.Gs1Key;
import dev.nameplate.record.JsonTree.Digits;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A value in the canonical form of the event hash id, and in a lossless form.
 *
 * @param canonical the text in the pre-hash string
 * @param exact the same, except that a string that looks like a number is kept as written
 */
record HashValue(String canonical, String exact) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?");

  /**
   * The most characters of a number; longer numbers have no use, and take long to be normalised.
   */
  private static final int LONGEST_NUMBER = 1000;

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final int LEAST_PLAIN_EXPONENT = -4;

  /** A time: UTC, milliseconds. What is no time is an ordinary value. */
  static HashValue time(Object json, Prefixes prefixes) {
    if (json instanceof String text) {
      var time = EpcisTime.parse(text.strip());
      if (time.isPresent()) {
        var instant = time.get().toInstant();
        return new HashValue(MILLIS.format(EpcisTime.rounded(instant)), instant.toString());
      }
    }
    return of(json, prefixes);
  }

  /** A word of a vocabulary, bare or not. */
  static HashValue word(Object json, Vocabulary vocabulary, Prefixes prefixes) {
    return json instanceof String text
        ? of(vocabulary.expanded(text.strip()), prefixes)
        : of(json, prefixes);
  }

  /** Any other value that is neither an object nor a list. */
  static HashValue of(Object json, Prefixes prefixes) {
    if (json instanceof Digits digits) {
      String number = number(digits.text());
      return new HashValue(number, number);
    }
    if (!(json instanceof String string)) {
      return new HashValue(json.toString(), json.toString());
    }
    String text = Vocabulary.withoutUrn(prefixes.expandedValue(string.strip()));
    if (isNumber(text)) {
      return new HashValue(number(text), text);
    }
    String named = Gs1Key.parse(text).map(Gs1Key::canonical).orElse(text);
    return new HashValue(named, named);
  }

  private static boolean isNumber(String text) {
    return text.length() <= LONGEST_NUMBER && NUMBER.matcher(text).matches();
  }

  /** A number without redundant zeros; very small numbers have an exponent. */
  private static String number(String text) {
    if (!isNumber(text)) {
      return text; // an absurd exponent
    }
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    if (number.scale() <= 0) {
      return number.toBigInteger().toString();
    }
    int exponent = number.precision() - number.scale() - 1;
    if (exponent >= LEAST_PLAIN_EXPONENT) {
      return number.toPlainString();
    }
    String digits = number.unscaledValue().abs().toString();
    return (number.signum() < 0 ? "-" : "")
        + digits.charAt(0)
        + (digits.length() > 1 ? "." + digits.substring(1) : "")
        + String.format(Locale.ROOT, "e-%02d", -exponent);
  }
}
