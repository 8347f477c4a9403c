package dev.nameplate.gs1;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A GS1 key of a thing, a lot, a class, a place or a party, in one canonical form whichever way it
 * is written: {@code https://id.gs1.org/01/04012345123456/21/17} for both {@code
 * https://shop.example/gtin/4012345123456/lot/A/ser/17?17=261231} and {@code
 * urn:epc:id:sgtin:4012345.012345.17}. Two texts name the same if their canonical forms are equal.
 * Immutable.
 *
 * <p>Only what names is kept: the finest qualifier (a serial number, else a lot), no query, and
 * {@code id.gs1.org} in place of any host. A GTIN of 8, 12 or 13 digits is filled up to 14.
 *
 * <p><b>Source:</b> GS1 Digital Link Standard: URI Syntax, section 4.11 (canonical form); GS1 EPC
 * Tag Data Standard, sections 6 to 8 (EPC, class and pattern URNs); CBV 2.0, section 8.9.2.
 */
public final class Gs1Key {
  private static final String HOST = "https://id.gs1.org/";

  private final String canonical;
  private final Grain grain;
  private final boolean checkDigitAgrees;

  private Gs1Key(String canonical, Grain grain, boolean checkDigitAgrees) {
    this.canonical = canonical;
    this.grain = grain;
    this.checkDigitAgrees = checkDigitAgrees;
  }

  /**
   * Reads a GS1 Digital Link of any host, or an EPC URN ({@code urn:epc:id:}, {@code
   * urn:epc:class:lgtin:}, {@code urn:epc:idpat:} with a star at its end).
   *
   * @return empty for every other text: compressed Digital Links, malformed keys, EPC URNs that are
   *     no GS1 keys ({@code usdod}, {@code adi}, {@code bic}, {@code imovn}, {@code gid})
   */
  public static Optional<Gs1Key> parse(String uri) {
    return EpcUrn.isOne(uri) ? EpcUrn.parse(uri) : DigitalLink.parse(uri);
  }

  /** The key of a value and perhaps a qualifier; empty if they are outside their bounds. */
  static Optional<Gs1Key> of(
      KeyType type, String value, @Nullable Qualifier qualifier, String qualifierValue) {
    if (!type.allows(value)
        || (qualifier != null && !(type.takes(qualifier) && qualifier.allows(qualifierValue)))) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder(HOST).append(type.code()).append('/');
    PercentText.append(text, value);
    Grain grain = type.grain(value);
    if (qualifier != null) {
      text.append('/').append(qualifier.code()).append('/');
      PercentText.append(text, qualifierValue);
      grain = qualifier.grain();
    }
    return Optional.of(new Gs1Key(text.toString(), grain, type.checkDigitAgrees(value)));
  }

  /** The canonical Digital Link. */
  public String canonical() {
    return canonical;
  }

  /** Precision of the key: a class, a lot or a single thing. */
  public Grain grain() {
    return grain;
  }

  /**
   * True if the check digit is correct. A Digital Link with a wrong check digit is still read,
   * because things are printed with it; URNs have none, and always agree.
   */
  public boolean checkDigitAgrees() {
    return checkDigitAgrees;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gs1Key that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  /** The canonical Digital Link. */
  @Override
  public String toString() {
    return canonical;
  }
}
