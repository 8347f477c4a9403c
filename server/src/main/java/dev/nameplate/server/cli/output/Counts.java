package dev.nameplate.server.cli.output;

import java.util.Locale;

/** Numbers with their noun: {@code 1 item}, {@code 1,200 items}. */
public final class Counts {
  private Counts() {}

  /**
   * A number with its noun.
   *
   * @param noun in the singular; its plural ends in {@code s}
   */
  public static String of(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** A number with a noun in the singular or in the plural. */
  public static String of(long count, String singular, String plural) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? singular : plural);
  }
}
