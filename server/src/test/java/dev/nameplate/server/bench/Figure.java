package dev.nameplate.server.bench;

/**
 * One line of the table.
 *
 * @param work what is measured
 * @param reference what it is measured against
 * @param ratio the work's rate divided by the reference's
 * @param target the ratio to reach
 * @param byClock the same ratio by the clock, which is the one that counts where a work waits for
 *     the disk
 */
record Figure(String work, String reference, double ratio, double target, double byClock) {
  static final String HEAD =
      line("work", "reference", "ratio", "target", "met", "by clock")
          + "\n"
          + line("---", "---", "---", "---", "---", "---");

  boolean met() {
    return ratio >= target;
  }

  /** A line of a Markdown table. */
  String row() {
    return line(
        work, reference, number(ratio), number(target), met() ? "yes" : "no", number(byClock));
  }

  private static String number(double number) {
    return "%.2f".formatted(number);
  }

  private static String line(String... cells) {
    return "| %-36s | %-36s | %6s | %6s | %-3s | %8s |".formatted((Object[]) cells);
  }
}
