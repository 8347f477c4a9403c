package dev.nameplate.identifier;

import java.util.Random;
import java.util.function.Consumer;

/** Texts of the kinds that break naive code, from a seed. */
final class RandomTexts {
  private static final String[] PIECES = {
    "a",
    "A",
    "z",
    "Z",
    "0",
    "7",
    "-",
    "_",
    ":",
    "h",
    "H",
    "j",
    "J",
    "t",
    "T",
    "w",
    "W",
    "y",
    "Y",
    "i",
    "I",
    "K",
    "é",
    "É",
    "ß",
    "ẞ",
    "ı",
    "İ",
    "Å",
    "ǅ",
    "钢",
    "卷",
    "箱",
    "カ",
    "゛",
    "か",
    "ガ",
    "！",
    "Ａ",
    "<U+212A>",
    "<U+212B>",
    "<U+2126>",
    "<U+037E>",
    "<U+0958>",
    "<U+FB2C>",
    "<U+0F73>",
    "<U+1E96>",
    "<U+0300>",
    "<U+0301>",
    "<U+0304>",
    "<U+0307>",
    "<U+0308>",
    "<U+030A>",
    "<U+030C>",
    "<U+0323>",
    "<U+0327>",
    "<U+0331>",
    "<U+0345>",
    "<U+093C>",
    "<U+3099>",
    "<U+1100>",
    "<U+1161>",
    "<U+11A8>",
    "<U+AC00>",
    "<U+1F600>",
    "<U+20000>",
    "<U+1D15E>",
    "<U+1D160>",
    "<U+10FFFD>",
    "<U+E000>",
    "<U+FFFD>",
    "<U+FF21>",
    "<U+200D>",
  };
  private static final String[] SEPARATORS = {
    ".", "/", " ", ":", "//", "<U+3000>", "<U+00A0>", "<U+2000>"
  };

  private RandomTexts() {}

  /**
   * Runs a property many times, each time with a random source of its own; a failure names its
   * seed.
   */
  static void forEachSeed(int times, Consumer<Random> property) {
    for (long seed = 0; seed < times; seed++) {
      try {
        property.accept(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }

  static Identifier identifier(Random random) {
    return Identifier.of(prefix(random), suffix(random));
  }

  static Prefix prefix(Random random) {
    StringBuilder text = new StringBuilder(label(random));
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append('.').append(label(random));
    }
    return Prefix.parse(text.toString());
  }

  static Suffix suffix(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(12); i > 0; i--) {
      text.append(random.nextInt(4) == 0 ? one(SEPARATORS, random) : one(PIECES, random));
    }
    return Suffix.parse(text.toString());
  }

  private static String label(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      text.append(one(PIECES, random));
    }
    return text.toString();
  }

  private static String one(String[] from, Random random) {
    return Spelled.out(from[random.nextInt(from.length)]);
  }
}
