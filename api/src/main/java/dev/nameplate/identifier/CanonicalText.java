package dev.nameplate.identifier;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.text.NameText;
import dev.nameplate.text.PinnedUnicode;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Rules common to prefixes and suffixes: allowed characters, comparison and order. */
final class CanonicalText {
  private static final int LONGEST_HINT = 200;
  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;

  private CanonicalText() {}

  /**
   * The form in which texts are compared: NFC (Unicode Standard Annex 15) with ASCII letters in
   * lower case. Other letters keep their case, as in the Handle System (RFC 3651, section 2). The
   * canonical form of a canonical form is itself.
   */
  static String of(String text) {
    if (isAscii(text)) {
      return lowerAscii(text);
    }
    // NFC twice: H with a line below has no composed form, but its lower case has one, U+1E96.
    return PinnedUnicode.nfc(lowerAscii(PinnedUnicode.nfc(text)));
  }

  /**
   * Refuses control characters (U+0000 to U+001F, U+007F to U+009F), the line and paragraph
   * separators, and lone surrogates, which UTF-8 cannot carry.
   */
  static void requireCharacters(String field, String text) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x7F) {
        i++;
      } else {
        int point = text.codePointAt(i);
        requireCharacter(field, text, i, point);
        i += Character.charCount(point);
      }
    }
  }

  private static void requireCharacter(String field, String text, int offset, int point) {
    if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
      throw new MalformedIdentifierException(
          field, text, "valid Unicode; there is a lone surrogate at offset " + offset);
    }
    if (Character.isISOControl(point) || point == LINE_SEPARATOR || point == PARAGRAPH_SEPARATOR) {
      throw new MalformedIdentifierException(
          field,
          text,
          "no control characters; there is "
              + String.format("U+%04X", point)
              + " at offset "
              + offset);
    }
  }

  /**
   * Refuses a new name that resembles another, or has a character outside the pinned version of
   * Unicode, so that its canonical form could change.
   */
  static void requireNew(String field, String text) {
    Optional<NameText.Fault> hidden = NameText.hidden(text);
    if (hidden.isPresent()) {
      String cleaned = NameText.cleaned(text);
      throw new MalformedIdentifierException(
          field,
          hidden.get(),
          cleaned.isEmpty() ? "at least one visible character" : "\"" + cleaned + "\"");
    }
    Optional<NameText.Fault> unassigned = NameText.unassigned(text);
    if (unassigned.isPresent()) {
      throw new MalformedIdentifierException(
          field, unassigned.get(), "characters of Unicode " + PinnedUnicode.VERSION);
    }
  }

  /** Parses a name to look up: as written, else as cleaned. */
  static <T> T sought(String text, UnaryOperator<String> clean, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (MalformedIdentifierException asItIs) {
      try {
        return parse.apply(clean.apply(text));
      } catch (MalformedIdentifierException neither) {
        throw asItIs;
      }
    }
  }

  /** The name in a cleaned text; empty if cleaning changes nothing, or leaves no name. */
  static <T> Optional<T> cleaned(String text, String cleaned, Function<String, T> parse) {
    if (cleaned.equals(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse.apply(cleaned));
    } catch (MalformedIdentifierException nothingLeft) {
      return Optional.empty();
    }
  }

  /**
   * Refuses a part of an identifier that leaves no room for a slash and one byte of the other part.
   */
  static void requireSize(String field, String text, String form) {
    int most = Identifier.MAX_BYTES - 2;
    if (!fits(form.length(), most) && utf8Length(form) > most) {
      throw new MalformedIdentifierException(
          field, text, "at most " + most + " bytes of UTF-8, not " + utf8Length(form));
    }
  }

  /**
   * True if any text of that many chars fits in the bytes: a char takes at most three bytes of
   * UTF-8.
   */
  static boolean fits(int chars, int bytes) {
    return chars <= bytes / 3;
  }

  /** Length of the text in UTF-8, in bytes. */
  static int utf8Length(String text) {
    int size = 0;
    for (int i = 0; i < text.length(); i++) {
      size += utf8Length(text.charAt(i));
    }
    return size;
  }

  private static int utf8Length(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3; // a pair of surrogates takes four
  }

  /** Orders two texts as their UTF-8 bytes, unsigned, which is the order of a store's keys. */
  static int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return rank(a.charAt(i)) - rank(b.charAt(i));
      }
    }
    return a.length() - b.length();
  }

  /** Sort rank of a char: surrogates, which encode code points above U+FFFF, are behind others. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x1_0000 : c;
  }

  /** A hint for white space at an offset: labels are often printed with a space for the slash. */
  static String slashHint(String text, int space) {
    String suffix = NameText.cleaned(text.substring(space + 1));
    boolean likely =
        space > 0 && !suffix.isEmpty() && !suffix.startsWith("/") && text.length() <= LONGEST_HINT;
    String meant = text.substring(0, space) + "/" + suffix;
    return likely && canBeAssigned(meant) ? ", did you mean " + meant + "?" : "";
  }

  private static boolean canBeAssigned(String text) {
    try {
      return NationalGrammar.isAllotted(Identifier.parse(text).prefix());
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static String lowerAscii(String text) {
    int first = 0;
    while (first < text.length() && !isUpperAscii(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    char[] chars = text.toCharArray();
    for (int i = first; i < chars.length; i++) {
      if (isUpperAscii(chars[i])) {
        chars[i] = (char) (chars[i] + ('a' - 'A'));
      }
    }
    return new String(chars);
  }

  private static boolean isUpperAscii(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
