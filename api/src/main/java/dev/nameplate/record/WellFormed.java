package dev.nameplate.record;

/** Checks that UTF-8 can carry a text. */
final class WellFormed {
  private WellFormed() {}

  static void require(String field, String text) {
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && Character.getType(point) == Character.SURROGATE) {
        throw new InvalidRecordException(
            field, text, "valid Unicode; there is a lone surrogate at offset " + i);
      }
      i += Character.charCount(point);
    }
  }
}
