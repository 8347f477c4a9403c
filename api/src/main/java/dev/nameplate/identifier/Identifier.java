package dev.nameplate.identifier;

import dev.nameplate.text.NameText;
import dev.nameplate.text.PinnedUnicode;
import java.util.Comparator;
import java.util.Optional;

/**
 * The name of a thing: a {@link Prefix}, a slash, and a {@link Suffix}, for example {@code
 * 88.118.8/COIL-2026-000451}.
 *
 * <p>Identifiers that differ only in the case of ASCII letters, or in Unicode normalization, are
 * equal; the form written is kept. Immutable.
 *
 * <p><b>Source:</b> RFC 3651, section 2; the limit of 2,048 bytes is the Handle protocol's.
 */
public final class Identifier implements Comparable<Identifier> {
  /** The most bytes of an identifier in UTF-8, as written or in canonical form. */
  public static final int MAX_BYTES = 2048;

  private static final Comparator<Identifier> ORDER =
      Comparator.comparing(Identifier::prefix).thenComparing(Identifier::suffix);

  private final Prefix prefix;
  private final Suffix suffix;
  private final int hash;

  private Identifier(Prefix prefix, Suffix suffix) {
    this.prefix = prefix;
    this.suffix = suffix;
    this.hash = 31 * prefix.hashCode() + suffix.hashCode();
  }

  /**
   * Reads an identifier. The first slash splits it. A URI of the Handle System, {@code
   * https://hdl.handle.net/prefix/suffix} or {@code hdl:prefix/suffix}, is read as the identifier
   * that it stands for.
   *
   * @throws MalformedIdentifierException if there is no slash, a part is malformed, the text is
   *     another URL, or the whole is longer than {@link #MAX_BYTES}
   */
  public static Identifier parse(String text) {
    Identifier identifier = parseRecorded(text);
    if (isUrl(identifier.prefix.canonical())) {
      throw new MalformedIdentifierException(
          "identifier",
          text,
          "prefix/suffix, for example 88.118.8/COIL-2026-000451, or its URL under "
              + "https://hdl.handle.net/; other URLs are not identifiers");
    }
    return identifier;
  }

  private static boolean isUrl(String prefix) {
    return prefix.equals("https:") || prefix.equals("http:");
  }

  /**
   * Reads an identifier that was recorded before: as {@link #parse}, but a URL of any other kind is
   * an identifier, too.
   *
   * @throws MalformedIdentifierException as {@link #parse} does otherwise
   */
  public static Identifier parseRecorded(String text) {
    return HandleUri.isOne(text)
        ? split(
            HandleUri.plain(text)
                .orElseThrow(
                    () ->
                        new MalformedIdentifierException(
                            "identifier",
                            text,
                            "percent-encoded prefix/suffix after the start of the URI, without "
                                + "query, fragment or further URI")))
        : split(text);
  }

  private static Identifier split(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      CanonicalText.requireCharacters("identifier", text);
      throw new MalformedIdentifierException(
          "identifier",
          text,
          "prefix/suffix, for example 88.118.8/COIL-2026-000451; the slash is missing"
              + hint(text));
    }
    return of(Prefix.parse(text, slash), Suffix.parse(text.substring(slash + 1)));
  }

  /**
   * Reads an identifier to look up: as {@link #parse}, but if it cannot be parsed only because of
   * invisible characters, or white space around a part, these are removed.
   *
   * @throws MalformedIdentifierException as {@link #parse} does
   */
  public static Identifier sought(String text) {
    return CanonicalText.sought(text, Identifier::cleaned, Identifier::parse);
  }

  /**
   * The text of an identifier without invisible characters, and without white space at the ends of
   * its prefix and of its suffix.
   */
  public static String cleaned(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? NameText.cleaned(text)
        : NameText.cleaned(text.substring(0, slash))
            + "/"
            + NameText.cleaned(text.substring(slash + 1));
  }

  private static String hint(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (PinnedUnicode.isWhiteSpace(text.charAt(i))) {
        return CanonicalText.slashHint(text, i);
      }
    }
    return "";
  }

  /**
   * Joins a prefix and a suffix.
   *
   * @throws MalformedIdentifierException if the whole is longer than {@link #MAX_BYTES}
   */
  public static Identifier of(Prefix prefix, Suffix suffix) {
    Identifier identifier = new Identifier(prefix, suffix);
    if (!CanonicalText.fits(identifier.chars(), MAX_BYTES) && identifier.utf8Length() > MAX_BYTES) {
      throw new MalformedIdentifierException(
          "identifier",
          identifier.toString(),
          "at most " + MAX_BYTES + " bytes of UTF-8, not " + identifier.utf8Length());
    }
    return identifier;
  }

  private int chars() {
    return 1
        + Math.max(prefix.toString().length(), prefix.canonical().length())
        + Math.max(suffix.toString().length(), suffix.canonical().length());
  }

  /**
   * Checks that the identifier is allowed for a new thing, as {@link Suffix#requireNew} does.
   * Identifiers assigned before stay valid.
   *
   * @return this
   * @throws MalformedIdentifierException if it is not allowed
   */
  public Identifier requireNew() {
    prefix.requireNew();
    suffix.requireNew();
    return this;
  }

  /**
   * The identifier without invisible characters and without white space at the ends of its suffix;
   * empty if it has none, or nothing would be left.
   */
  public Optional<Identifier> cleaned() {
    String text = toString();
    return CanonicalText.cleaned(text, cleaned(text), Identifier::parse);
  }

  /** The part before the first slash. */
  public Prefix prefix() {
    return prefix;
  }

  /** The part behind the first slash. */
  public Suffix suffix() {
    return suffix;
  }

  /** The form in which identifiers are compared: NFC, with ASCII letters in lower case. */
  public String canonical() {
    return prefix.canonical() + "/" + suffix.canonical();
  }

  /** Length in UTF-8, in bytes: as written or in canonical form, whichever is longer. */
  public int utf8Length() {
    return 1
        + Math.max(
            CanonicalText.utf8Length(prefix.toString())
                + CanonicalText.utf8Length(suffix.toString()),
            CanonicalText.utf8Length(prefix.canonical())
                + CanonicalText.utf8Length(suffix.canonical()));
  }

  /** Orders by prefix, then by suffix: the order of a store's keys. */
  @Override
  public int compareTo(Identifier other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identifier that
        && hash == that.hash
        && prefix.equals(that.prefix)
        && suffix.equals(that.suffix);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The identifier as it was written. */
  @Override
  public String toString() {
    return prefix + "/" + suffix;
  }
}
