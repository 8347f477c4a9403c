package dev.nameplate.identifier;

/**
 * The part of an identifier behind the first slash, chosen freely by its issuer, for example {@code
 * COIL-2026-000451}. It may hold spaces, colons and further slashes.
 *
 * <p>Suffixes compare by their {@linkplain #canonical() canonical form}; the form written is kept.
 * Immutable.
 *
 * <p><b>Source:</b> RFC 3651, section 2 ("local name").
 */
public final class Suffix implements Comparable<Suffix> {
  private final String text;
  private final String canonical;

  private Suffix(String text, String canonical) {
    this.text = text;
    this.canonical = canonical;
  }

  /**
   * Reads a suffix.
   *
   * @param text one or more characters, none of them a control character
   * @throws MalformedIdentifierException if the text is anything else, or takes more than 2,046
   *     bytes of UTF-8 as written or in canonical form
   */
  public static Suffix parse(String text) {
    if (text.isEmpty()) {
      throw new MalformedIdentifierException(
          "suffix", text, "at least one character after the slash");
    }
    CanonicalText.requireSize("suffix", text, text);
    CanonicalText.requireCharacters("suffix", text);
    String canonical = CanonicalText.of(text);
    CanonicalText.requireSize("suffix", text, canonical);
    return new Suffix(text, canonical);
  }

  /**
   * Checks that the suffix may name something new: no invisible characters, no white space at
   * either end, and no character that {@linkplain dev.nameplate.text.PinnedUnicode the pinned
   * version of Unicode} does not assign.
   *
   * @return this
   * @throws MalformedIdentifierException if it may not; it names the code point and its offset
   */
  public Suffix requireNew() {
    CanonicalText.requireNew("suffix", text);
    return this;
  }

  /** The form in which suffixes are compared: NFC, with ASCII letters in lower case. */
  public String canonical() {
    return canonical;
  }

  /** Orders as the UTF-8 bytes of the canonical forms, unsigned: the order of listings. */
  @Override
  public int compareTo(Suffix other) {
    return CanonicalText.compare(canonical, other.canonical);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Suffix that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  /** The suffix as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
