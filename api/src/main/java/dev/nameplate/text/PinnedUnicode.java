package dev.nameplate.text;

import java.text.Normalizer;

/**
 * The characters of Unicode {@value #VERSION}, whatever version the running JDK knows: identity
 * must not depend on the JDK. {@value #VERSION} is the version of JDK 17, the oldest supported JDK,
 * so that every supported JDK normalizes its characters, and normalizes them alike (Unicode
 * Normalization Stability Policy). A higher version is another version of the format of
 * identifiers.
 */
public final class PinnedUnicode {
  /** The version. */
  public static final String VERSION = "13.0";

  /**
   * Default_Ignorable_Code_Point, general category Cf, U+2800 (BRAILLE PATTERN BLANK), and U+180F,
   * a variation selector of Unicode 14.0.
   *
   * <p><b>Source:</b> Unicode Character Database 13.0.0, DerivedCoreProperties.txt and
   * UnicodeData.txt.
   */
  private static final CodePoints INVISIBLE =
      CodePoints.of(
          """
          00AD 034F 0600-0605 061C 06DD 070F 08E2 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E
          2060-206F 2800 3164 FE00-FE0F FEFF FFA0 FFF0-FFFB 110BD 110CD 13430-13438 1BCA0-1BCA3
          1D173-1D17A E0000-E0FFF
          """);

  /**
   * White_Space.
   *
   * <p><b>Source:</b> Unicode Character Database 13.0.0, PropList.txt.
   */
  private static final CodePoints WHITE_SPACE =
      CodePoints.of("0009-000D 0020 0085 00A0 1680 2000-200A 2028-2029 202F 205F 3000");

  private static final int FIRST_UNASSIGNED = 0x378;

  private PinnedUnicode() {}

  /** True if the version assigns the code point: its general category is not Cn. */
  public static boolean isAssigned(int point) {
    return point < FIRST_UNASSIGNED || AssignedCodePoints.TABLE.contains(point);
  }

  /**
   * True for an invisible character: Default_Ignorable_Code_Point, general category Cf, or U+2800.
   * White space and control characters are other sets.
   */
  public static boolean isInvisible(int point) {
    return point >= 0xAD && INVISIBLE.contains(point);
  }

  /** True for white space: the property White_Space. */
  public static boolean isWhiteSpace(int point) {
    return (point <= ' ' || point >= 0x7F) && WHITE_SPACE.contains(point);
  }

  /** True for a combining mark: general category Mn, Mc or Me. */
  public static boolean isMark(int point) {
    int type = Character.getType(point);
    return isAssigned(point)
        && (type == Character.NON_SPACING_MARK
            || type == Character.COMBINING_SPACING_MARK
            || type == Character.ENCLOSING_MARK);
  }

  /**
   * Normalization Form C of the version. A code point that the version does not assign stays as it
   * is and combines with nothing, also where the JDK knows it.
   *
   * <p><b>Source:</b> Unicode Standard Annex 15.
   */
  public static String nfc(String text) {
    int unassigned = nextUnassigned(text, 0);
    if (unassigned == text.length()) {
      return jdkNfc(text);
    }
    StringBuilder normal = new StringBuilder(text.length());
    int from = 0;
    while (from < text.length()) {
      normal.append(jdkNfc(text.substring(from, unassigned)));
      from = unassigned;
      if (from < text.length()) {
        int point = text.codePointAt(from);
        normal.appendCodePoint(point);
        from += Character.charCount(point);
        unassigned = nextUnassigned(text, from);
      }
    }
    return normal.toString();
  }

  private static int nextUnassigned(String text, int from) {
    int i = from;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (!isAssigned(point)) {
        return i;
      }
      i += Character.charCount(point);
    }
    return i;
  }

  private static String jdkNfc(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
