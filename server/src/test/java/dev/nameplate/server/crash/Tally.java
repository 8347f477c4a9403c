package dev.nameplate.server.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was shown, to be printed at the end. */
final class Tally {
  private final List<String> lines = new ArrayList<>();
  private final long start = System.nanoTime();

  void add(String line, Object... facts) {
    double seconds = (System.nanoTime() - start) / 1e9;
    lines.add(
        String.format(Locale.ROOT, "%6.1f s  ", seconds) + String.format(Locale.ROOT, line, facts));
  }

  void print() {
    System.out.println("Six processes on loopback:");
    lines.forEach(line -> System.out.println("  " + line));
  }
}
