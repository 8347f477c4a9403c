package dev.nameplate.event;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bounds of the texts in events. */
final class EventTexts {
  /** The most bytes of UTF-8 of a text. */
  static final int MAX_BYTES = 1024;

  /** The most texts of a list. */
  static final int MOST = 64;

  private EventTexts() {}

  /** Checks a text that may be empty. */
  static String check(String field, String text) {
    if (text.length() > MAX_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new InvalidEventException(field, text, "at most " + MAX_BYTES + " bytes of UTF-8");
    }
    requireWellFormed(field, text);
    return text;
  }

  /** Checks each text of a list. */
  static List<String> check(String field, List<String> texts) {
    if (texts.size() > MOST) {
      throw new InvalidEventException(field, texts.size() + " texts", "at most " + MOST);
    }
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).isEmpty()) {
        throw new InvalidEventException(field + "[" + i + "]", "", "1 to " + MAX_BYTES + " bytes");
      }
      check(field + "[" + i + "]", texts.get(i));
    }
    return List.copyOf(texts);
  }

  /** Refuses what UTF-8 cannot carry. */
  static void requireWellFormed(String field, String text) {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (Character.getType(point) == Character.SURROGATE) {
        throw new InvalidEventException(
            field, text, "valid Unicode; there is a lone surrogate at offset " + i);
      }
      i += Character.charCount(point);
    }
  }
}
