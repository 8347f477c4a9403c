package dev.nameplate.gs1;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application identifiers that Digital Links of things, lots, places and parties begin with.
 * Their values are digits of which the last is a check digit, then text; either may be missing.
 *
 * <p><b>Source:</b> GS1 General Specifications, section 3; GS1 Digital Link Standard: URI Syntax,
 * section 4.3; the selection is that of the event hash id of CBV 2.0.
 */
enum KeyType {
  SSCC("00", "sscc", 18, Grain.ITEM),
  GTIN("01", "gtin", 14, Grain.CLASS),
  GDTI("253", "gdti", 13, Charset.TEXT, 0, 17, Grain.CLASS),
  GCN("255", "gcn", 13, Charset.DIGITS, 0, 12, Grain.CLASS),
  GINC("401", "ginc", 0, Charset.TEXT, 5, 30, Grain.ITEM),
  GSIN("402", "gsin", 17, Grain.ITEM),
  GLN("414", "gln", 13, Grain.ITEM),
  PARTY("417", "party", 13, Grain.ITEM),
  GRAI("8003", "grai", 14, Charset.TEXT, 0, 16, Grain.CLASS),
  GIAI("8004", "giai", 0, Charset.TEXT, 5, 30, Grain.ITEM),
  ITIP("8006", "itip", 14, Charset.DIGITS, 4, 4, Grain.CLASS),
  CPID("8010", "cpid", 0, Charset.PARTS, 5, 30, Grain.CLASS),
  GSRNP("8017", "gsrnp", 18, Grain.ITEM),
  GSRN("8018", "gsrn", 18, Grain.ITEM);

  private static final int SHORTEST_PREFIX = 4; // of a company, in Digital Links

  private static final Map<String, KeyType> BY_NAME =
      Arrays.stream(values())
          .flatMap(k -> Stream.of(Map.entry(k.code, k), Map.entry(k.word, k)))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private final String code;
  private final String word;
  private final int digits;
  private final Charset charset;
  private final int least;
  private final int most;
  private final Grain grain;

  KeyType(String code, String word, int digits, Grain grain) {
    this(code, word, digits, Charset.DIGITS, 0, 0, grain);
  }

  KeyType(String code, String word, int digits, Charset charset, int least, int most, Grain grain) {
    this.code = code;
    this.word = word;
    this.digits = digits;
    this.charset = charset;
    this.least = least;
    this.most = most;
    this.grain = grain;
  }

  /** The key type with a number, or with its word in older Digital Links. */
  static Optional<KeyType> named(String text) {
    return Optional.ofNullable(BY_NAME.get(text));
  }

  String code() {
    return code;
  }

  /** Number of digits that a value begins with, the check digit included; 0 if it has none. */
  int digits() {
    return digits;
  }

  boolean takes(Qualifier qualifier) {
    return switch (qualifier) {
      case VARIANT, LOT, SERIAL -> this == GTIN || this == ITIP;
      case THIRD_PARTY_SERIAL -> this == GTIN;
      case LOCATION_EXTENSION -> this == GLN;
      case PART_SERIAL -> this == CPID;
    };
  }

  boolean allows(String value) {
    return value.length() >= digits + least
        && value.length() <= digits + most
        && Charset.DIGITS.allows(value.substring(0, Math.max(digits, SHORTEST_PREFIX)))
        && charset.allows(value.substring(digits));
  }

  boolean checkDigitAgrees(String value) {
    return digits == 0 || CheckDigit.agrees(value.substring(0, digits));
  }

  /** Precision of a value without qualifier: it may include a serial number. */
  Grain grain(String value) {
    boolean serial = least == 0 && value.length() > digits;
    return serial ? Grain.ITEM : grain;
  }
}
