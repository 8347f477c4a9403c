package dev.nameplate.error;

import dev.nameplate.text.PinnedUnicode;

/**
 * Text from elsewhere in a form safe to show to a person: one line of visible characters. Shown
 * text is shown unchanged when it is shown again.
 */
public final class VisibleText {
  private static final int SPACE = 0x20;
  private static final int LAST_ASCII = 0x7E;
  private static final int NONCHARACTER = 0xFFFE;

  private VisibleText() {}

  /**
   * A text on its own, such as a name or a value: as {@link #within}, and spaces at either end are
   * also shown as escapes.
   */
  public static String of(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == SPACE) {
      from++;
    }
    while (from < to && text.charAt(to - 1) == SPACE) {
      to--;
    }
    String space = escape(SPACE);
    return space.repeat(from) + within(text.substring(from, to)) + space.repeat(text.length() - to);
  }

  /**
   * A piece of a longer text: invisible characters, and white space other than U+0020, are shown as
   * escapes such as {@code \}{@code u202e}. These are control and format characters, white space
   * other than U+0020, {@linkplain PinnedUnicode#isInvisible invisible} characters, lone surrogates
   * and noncharacters. They would break the line, move the cursor, or hide or reverse what follows.
   */
  public static String within(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) >= SPACE && text.charAt(i) <= LAST_ASCII) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 10).append(text, 0, i);
    text.substring(i).codePoints().forEach(point -> append(visible, point));
    return visible.toString();
  }

  /**
   * True for a character that is visible and not confusable with white space; U+0020 included.
   *
   * @param point a code point
   */
  public static boolean isVisible(int point) {
    if (point == SPACE) {
      return true;
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE -> false;
      default ->
          !PinnedUnicode.isInvisible(point)
              && !PinnedUnicode.isWhiteSpace(point)
              && (point & NONCHARACTER) != NONCHARACTER
              && !(point >= 0xFDD0 && point <= 0xFDEF);
    };
  }

  private static void append(StringBuilder text, int point) {
    if (isVisible(point)) {
      text.appendCodePoint(point);
    } else {
      text.append(escape(point));
    }
  }

  private static String escape(int point) {
    StringBuilder escape = new StringBuilder();
    for (char c : Character.toChars(point)) {
      escape.append(String.format("\\u%04x", (int) c));
    }
    return escape.toString();
  }
}
