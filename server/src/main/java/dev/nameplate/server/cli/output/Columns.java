package dev.nameplate.server.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Text in columns for people, aligned also with characters of double width, such as Chinese. */
public final class Columns {
  private final List<List<String>> rows = new ArrayList<>();
  private final String indent;

  public Columns(String indent) {
    this.indent = indent;
  }

  /** Adds a row. */
  public Columns add(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, each column as wide as its widest cell; the last one as it is. */
  public List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder(indent);
    for (int column = 0; column < cells.size() - 1; column++) {
      line.append(padded(cells.get(column), widthOf(column))).append("  ");
    }
    return line.append(cells.get(cells.size() - 1)).toString();
  }

  private int widthOf(int column) {
    return rows.stream()
        .filter(row -> row.size() - 1 > column)
        .mapToInt(row -> width(row.get(column)))
        .max()
        .orElse(0);
  }

  /** The text with spaces behind it. */
  public static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - width(text)));
  }

  /** Width of the text on a screen, in columns. */
  public static int width(String text) {
    return text.codePoints().map(point -> isWide(point) ? 2 : 1).sum();
  }

  /** The text, shortened to a number of columns. */
  static String shortened(String text, int most) {
    if (width(text) <= most) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int point : text.codePoints().toArray()) {
      used += isWide(point) ? 2 : 1;
      if (used > most) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept.append('…').toString();
  }

  /**
   * True for a character of double width.
   *
   * <p><b>Source:</b> Unicode Standard Annex 11 (East Asian Width), the blocks of class W and F in
   * common use.
   */
  private static boolean isWide(int point) {
    return (point >= 0x1100 && point <= 0x115F)
        || (point >= 0x2E80 && point <= 0xA4CF)
        || (point >= 0xAC00 && point <= 0xD7A3)
        || (point >= 0xF900 && point <= 0xFAFF)
        || (point >= 0xFE30 && point <= 0xFE6F)
        || (point >= 0xFF00 && point <= 0xFF60)
        || (point >= 0xFFE0 && point <= 0xFFE6)
        || (point >= 0x1F300 && point <= 0x1FAFF)
        || (point >= 0x20000 && point <= 0x3FFFD);
  }
}
