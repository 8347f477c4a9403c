package dev.nameplate.server.cli.assign;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;

/**
 * The common pattern of two identifiers that differ in one number.
 *
 * @param prefix their prefix
 * @param pattern the pattern of their suffixes
 * @param first the number of the first
 * @param last the number of the last
 */
public record NumberedNames(String prefix, String pattern, long first, long last) {
  private static final int MOST_DIGITS = 18;

  /**
   * Finds the number in which two identifiers differ, with all digits around it; if they are the
   * same, their last number.
   *
   * @throws InvalidInputException if there is no such number
   */
  public static NumberedNames between(Identifier first, Identifier last) {
    String from = first.suffix().toString();
    String to = last.suffix().toString();
    if (!first.prefix().equals(last.prefix()) || from.length() != to.length()) {
      throw unlike(first, last);
    }
    int begin = 0;
    while (begin < from.length() && from.charAt(begin) == to.charAt(begin)) {
      begin++;
    }
    int end = from.length();
    if (begin == end) {
      while (end > 0 && !isDigit(from.charAt(end - 1))) {
        end--;
      }
      begin = end;
    }
    while (end > begin && from.charAt(end - 1) == to.charAt(end - 1)) {
      end--;
    }
    while (end < from.length() && isDigit(from.charAt(end))) {
      end++;
    }
    while (begin > 0 && end - begin < MOST_DIGITS && isDigit(from.charAt(begin - 1))) {
      begin--;
    }
    if (!isNumber(from.substring(begin, end)) || !isNumber(to.substring(begin, end))) {
      throw unlike(first, last);
    }
    return new NumberedNames(
        first.prefix().toString(),
        "%s{seq:%s}%s"
            .formatted(
                literal(from.substring(0, begin)), end - begin, literal(from.substring(end))),
        Long.parseLong(from.substring(begin, end)),
        Long.parseLong(to.substring(begin, end)));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MOST_DIGITS
        && text.chars().allMatch(character -> isDigit((char) character));
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static String literal(String text) {
    return text.replace("{", "{{").replace("}", "}}");
  }

  private static InvalidInputException unlike(Identifier first, Identifier last) {
    return InvalidInputException.of(
        "LAST",
        last.toString(),
        "the same as "
            + first
            + ", except for one number with the same count of digits; for names that end in a "
            + "check character, use --pattern, --first and --last");
  }
}
