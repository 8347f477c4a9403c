package dev.nameplate.error;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a misspelt one was most likely meant to be. */
public final class Spelling {
  private static final int LONGEST = 64;

  private Spelling() {}

  /**
   * The known name nearest to a written one: about a third of its letters differ at most, and case,
   * hyphens and underscores do not matter. Empty if none is that near.
   */
  public static Optional<String> nearest(String written, Collection<String> known) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(written);
    int most = Math.min(plain.length() - 1, Math.max(1, (plain.length() + 1) / 3));
    return known.stream()
        .filter(name -> distance(plain, plain(name)) <= most)
        .min(
            Comparator.<String>comparingInt(name -> distance(plain, plain(name)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** A message that a name is unknown, with the known name that may be meant. */
  public static String unknown(String what, String path, String name, Collection<String> known) {
    return "unknown "
        + what
        + " `"
        + path
        + "`"
        + nearest(name, known)
            .map(Spelling::meant)
            .orElseGet(
                () ->
                    " (expected: one of "
                        + String.join(", ", known.stream().sorted().toList())
                        + ")");
  }

  /** The end of a message that suggests the nearest known name; empty if none is near. */
  public static String hint(String written, Collection<String> known) {
    return nearest(written, known).map(Spelling::meant).orElse("");
  }

  private static String meant(String name) {
    return "; did you mean `" + name + "`?";
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** Letters inserted, left out, replaced, or exchanged with their neighbour. */
  private static int distance(String a, String b) {
    int[] twoBack = new int[b.length() + 1];
    int[] back = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      back[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = back[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(row[j - 1], back[j]) + 1);
        boolean exchanged =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (exchanged) {
          row[j] = Math.min(row[j], twoBack[j - 2] + 1);
        }
      }
      twoBack = back;
      back = row;
    }
    return back[b.length()];
  }
}
