package dev.nameplate.identifier;

import java.util.regex.Pattern;

/**
 * Texts whose unusual characters are spelled by their code points, as in {@code
 * 88.118.8/A<U+0000>B}.
 */
final class Spelled {
  private static final Pattern CODE_POINT = Pattern.compile("<U\\+([0-9A-F]{4,6})>");

  private Spelled() {}

  static String out(String text) {
    return CODE_POINT
        .matcher(text)
        .replaceAll(
            match -> String.valueOf(Character.toChars(Integer.parseInt(match.group(1), 16))));
  }
}
