package dev.nameplate.error;

/** Text from elsewhere as it may be shown to a person: in one line that hides nothing. */
public final class VisibleText {
  private VisibleText() {}

  /**
   * The text with control and format characters, line separators and lone surrogates shown as
   * escapes such as {@code \}{@code u202e}: they would break the line, move the cursor or reverse
   * what follows.
   */
  public static String of(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints().forEach(point -> append(visible, point));
    return visible.toString();
  }

  private static void append(StringBuilder text, int point) {
    switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR -> {
        for (char c : Character.toChars(point)) {
          text.append(String.format("\\u%04x", (int) c));
        }
      }
      default -> text.appendCodePoint(point);
    }
  }
}
