package dev.nameplate.gs1;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application identifiers that narrow a key down, finest last.
 *
 * <p><b>Source:</b> GS1 Digital Link Standard: URI Syntax, section 4.3.
 */
enum Qualifier {
  /** A consumer product variant, which does not narrow down the things. */
  VARIANT("22", "cpv", Charset.TEXT, 20, Grain.CLASS),
  LOT("10", "lot", Charset.TEXT, 20, Grain.LOT),
  SERIAL("21", "ser", Charset.TEXT, 20, Grain.ITEM),
  /** A serial number that a third party gave. */
  THIRD_PARTY_SERIAL("235", "tpx", Charset.TEXT, 28, Grain.ITEM),
  LOCATION_EXTENSION("254", "glnx", Charset.TEXT, 20, Grain.ITEM),
  PART_SERIAL("8011", "cpsn", Charset.DIGITS, 12, Grain.ITEM);

  private static final Map<String, Qualifier> BY_NAME =
      Arrays.stream(values())
          .flatMap(q -> Stream.of(Map.entry(q.code, q), Map.entry(q.word, q)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String code;
  private final String word;
  private final Charset charset;
  private final int most;
  private final Grain grain;

  Qualifier(String code, String word, Charset charset, int most, Grain grain) {
    this.code = code;
    this.word = word;
    this.charset = charset;
    this.most = most;
    this.grain = grain;
  }

  /** The qualifier with a number, or with its word in older Digital Links. */
  static Optional<Qualifier> named(String text) {
    return Optional.ofNullable(BY_NAME.get(text));
  }

  String code() {
    return code;
  }

  Grain grain() {
    return grain;
  }

  boolean allows(String value) {
    return !value.isEmpty() && value.length() <= most && charset.allows(value);
  }
}
