package dev.nameplate.text;

import java.util.Optional;

/**
 * Texts that name things: identifiers, prefixes, events, parties, places. Two names that look the
 * same must not be two names, so a new name has no {@linkplain PinnedUnicode#isInvisible invisible
 * characters}, and no white space at either end.
 */
public final class NameText {
  private NameText() {}

  /**
   * A character that is not allowed in a new name.
   *
   * @param offset its offset, in UTF-16 code units
   * @param point the character
   * @param why the reason, for example {@code cannot be seen}
   */
  public record Fault(int offset, int point, String why) {
    /** The fault in words, for example {@code U+200B at offset 4 cannot be seen}. */
    @Override
    public String toString() {
      return String.format("U+%04X at offset %d %s", point, offset, why);
    }
  }

  /** The first character that makes a text look like another; empty if there is none. */
  public static Optional<Fault> hidden(String text) {
    if (isPlain(text)) {
      return Optional.empty();
    }
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      if (PinnedUnicode.isInvisible(point)) {
        return Optional.of(new Fault(i, point, "cannot be seen"));
      }
      if ((i == 0 || next == text.length()) && PinnedUnicode.isWhiteSpace(point)) {
        return Optional.of(
            new Fault(i, point, "is white space at the " + (i == 0 ? "beginning" : "end")));
      }
      i = next;
    }
    return Optional.empty();
  }

  /** The first character that the pinned version of Unicode does not assign. */
  public static Optional<Fault> unassigned(String text) {
    if (isPlain(text)) {
      return Optional.empty();
    }
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (!PinnedUnicode.isAssigned(point)) {
        return Optional.of(
            new Fault(i, point, "is not assigned in Unicode " + PinnedUnicode.VERSION));
      }
      i += Character.charCount(point);
    }
    return Optional.empty();
  }

  /** True for ASCII without control characters and spaces: no character of it is looked up. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** The text without invisible characters and without white space at its ends; may be empty. */
  public static String cleaned(String text) {
    return hidden(text).isEmpty() ? text : stripped(withoutInvisible(text));
  }

  private static String withoutInvisible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints()
        .filter(point -> !PinnedUnicode.isInvisible(point))
        .forEach(visible::appendCodePoint);
    return visible.toString();
  }

  private static String stripped(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && PinnedUnicode.isWhiteSpace(text.charAt(from))) { // all are in the BMP
      from++;
    }
    while (from < to && PinnedUnicode.isWhiteSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }
}
