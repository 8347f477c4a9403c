package dev.nameplate.server.cli.bulk;

import java.util.regex.Pattern;

/**
 * Escapes cells so that spreadsheets treat them as text. A cell, or a line of it, that begins as a
 * formula does gets an apostrophe before it, the sign for text in every spreadsheet; a plain number
 * keeps its sign. {@link #read} gives back what was written, whatever it was.
 */
public final class SpreadsheetText {
  /** Excel computes full-width signs, too. */
  private static final String SIGNS = "[=+\\-@\\t\\r\uFF1D\uFF0B\uFF0D\uFF20]";

  private static final Pattern FORMULA = Pattern.compile("(?<=^|[\\n\\r])(?='*" + SIGNS + ")");
  private static final Pattern TEXT = Pattern.compile("(?<=^|[\\n\\r])'(?='*" + SIGNS + ")");
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,400}(\\.[0-9]{1,400})?");

  private SpreadsheetText() {}

  /** The escaped text of a cell. */
  public static String written(String cell) {
    return NUMBER.matcher(cell).matches() ? cell : FORMULA.matcher(cell).replaceAll("'");
  }

  /** A written cell as it was. */
  static String read(String cell) {
    return cell.indexOf('\'') < 0 ? cell : TEXT.matcher(cell).replaceAll("");
  }
}
