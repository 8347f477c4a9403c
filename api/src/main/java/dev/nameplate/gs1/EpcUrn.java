package dev.nameplate.gs1;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads EPC URNs. They show where the company prefix ends and leave the check digit out; both are
 * mended here, so that no table of company prefixes is needed.
 */
final class EpcUrn {
  private static final String START = "urn:epc:";
  private static final int SHORTEST_PREFIX = 6;
  private static final int LONGEST_PREFIX = 12;

  private EpcUrn() {}

  static boolean isOne(String uri) {
    return uri.regionMatches(true, 0, START, 0, START.length());
  }

  static Optional<Gs1Key> parse(String uri) {
    String[] parts = uri.split(":", 5);
    if (parts.length < 5) {
      return Optional.empty();
    }
    return switch (parts[2] + ":" + parts[3]) {
      case "id:sgtin" -> qualified(KeyType.GTIN, parts[4], Qualifier.SERIAL);
      case "id:upui" -> qualified(KeyType.GTIN, parts[4], Qualifier.THIRD_PARTY_SERIAL);
      case "class:lgtin" -> qualified(KeyType.GTIN, parts[4], Qualifier.LOT);
      case "id:sgln" -> location(parts[4]);
      case "id:itip" -> pieces(parts[4], Qualifier.SERIAL);
      case "id:cpi" -> part(parts[4], Qualifier.PART_SERIAL);
      case "id:grai" -> serialInside(KeyType.GRAI, parts[4]);
      case "id:gdti" -> serialInside(KeyType.GDTI, parts[4]);
      case "id:sgcn" -> serialInside(KeyType.GCN, parts[4]);
      case "id:sscc" -> plain(KeyType.SSCC, parts[4]);
      case "id:gsin" -> plain(KeyType.GSIN, parts[4]);
      case "id:pgln" -> plain(KeyType.PARTY, parts[4]);
      case "id:gsrn" -> plain(KeyType.GSRN, parts[4]);
      case "id:gsrnp" -> plain(KeyType.GSRNP, parts[4]);
      case "id:giai" -> text(KeyType.GIAI, parts[4]);
      case "id:ginc" -> text(KeyType.GINC, parts[4]);
      default -> parts[2].equals("idpat") ? pattern(parts[3], parts[4]) : Optional.empty();
    };
  }

  /** A pattern that leaves the serial number open names a class. */
  private static Optional<Gs1Key> pattern(String scheme, String text) {
    if (!text.endsWith(".*")) {
      return Optional.empty();
    }
    String open = text.substring(0, text.length() - 2);
    return switch (scheme) {
      case "sgtin", "upui" -> plain(KeyType.GTIN, open);
      case "grai" -> plain(KeyType.GRAI, open);
      case "gdti" -> plain(KeyType.GDTI, open);
      case "sgcn" -> plain(KeyType.GCN, open);
      case "itip" -> pieces(open, null);
      case "cpi" -> part(open, null);
      default -> Optional.empty();
    };
  }

  private static Optional<Gs1Key> plain(KeyType type, String text) {
    String[] fields = text.split("\\.", -1);
    return fields.length == 2 ? key(type, digits(type, fields), "", null, "") : Optional.empty();
  }

  private static Optional<Gs1Key> qualified(KeyType type, String text, Qualifier qualifier) {
    String[] fields = text.split("\\.", 3);
    return fields.length == 3
        ? key(type, digits(type, fields), "", qualifier, fields[2])
        : Optional.empty();
  }

  private static Optional<Gs1Key> serialInside(KeyType type, String text) {
    String[] fields = text.split("\\.", 3);
    return fields.length == 3 && !fields[2].isEmpty()
        ? key(type, digits(type, fields), fields[2], null, "")
        : Optional.empty();
  }

  private static Optional<Gs1Key> location(String text) {
    String[] fields = text.split("\\.", 3);
    if (fields.length < 3) {
      return Optional.empty();
    }
    boolean whole = fields[2].equals("0"); // EPC Tag Data Standard, 6.3.3: no extension
    return key(
        KeyType.GLN,
        digits(KeyType.GLN, fields),
        "",
        whole ? null : Qualifier.LOCATION_EXTENSION,
        whole ? "" : fields[2]);
  }

  private static Optional<Gs1Key> pieces(String text, @Nullable Qualifier qualifier) {
    String[] fields = text.split("\\.", 5);
    if (fields.length != (qualifier == null ? 4 : 5)
        || fields[2].length() != 2
        || fields[3].length() != 2) {
      return Optional.empty();
    }
    return key(
        KeyType.ITIP,
        digits(KeyType.ITIP, fields),
        fields[2] + fields[3],
        qualifier,
        qualifier == null ? "" : fields[4]);
  }

  private static Optional<Gs1Key> part(String text, @Nullable Qualifier qualifier) {
    String[] fields = text.split("\\.", -1);
    return fields.length == (qualifier == null ? 2 : 3) && isPrefix(fields[0])
        ? key(
            KeyType.CPID,
            Optional.of(fields[0]),
            fields[1],
            qualifier,
            qualifier == null ? "" : fields[2])
        : Optional.empty();
  }

  private static Optional<Gs1Key> text(KeyType type, String text) {
    String[] fields = text.split("\\.", 2);
    return fields.length == 2 && isPrefix(fields[0]) && !fields[1].isEmpty()
        ? key(type, Optional.of(fields[0]), fields[1], null, "")
        : Optional.empty();
  }

  private static Optional<Gs1Key> key(
      KeyType type,
      Optional<String> start,
      String rest,
      @Nullable Qualifier qualifier,
      String qualifierValue) {
    Optional<String> decodedRest = PercentText.decoded(rest);
    Optional<String> decodedQualifier = PercentText.decoded(qualifierValue);
    return start.isEmpty() || decodedRest.isEmpty() || decodedQualifier.isEmpty()
        ? Optional.empty()
        : Gs1Key.of(type, start.get() + decodedRest.get(), qualifier, decodedQualifier.get());
  }

  /** Company prefix and reference, in the order of the key, with the check digit. */
  private static Optional<String> digits(KeyType type, String[] fields) {
    String prefix = fields[0];
    String reference = fields[1];
    if (!isPrefix(prefix)
        || !Charset.DIGITS.allows(reference)
        || prefix.length() + reference.length() != digitsInUrn(type)) {
      return Optional.empty();
    }
    String joined =
        switch (type) {
          case GTIN, ITIP, SSCC -> reference.charAt(0) + prefix + reference.substring(1);
          case GRAI -> "0" + prefix + reference;
          default -> prefix + reference;
        };
    return Optional.of(joined + CheckDigit.of(joined));
  }

  private static int digitsInUrn(KeyType type) {
    return type.digits() - (type == KeyType.GRAI ? 2 : 1);
  }

  private static boolean isPrefix(String text) {
    return text.length() >= SHORTEST_PREFIX
        && text.length() <= LONGEST_PREFIX
        && Charset.DIGITS.allows(text);
  }
}
