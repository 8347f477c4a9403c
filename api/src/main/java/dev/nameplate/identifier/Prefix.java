package dev.nameplate.identifier;

import dev.nameplate.text.NameText;
import dev.nameplate.text.PinnedUnicode;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The part of an identifier before the first slash: labels joined by dots, for example {@code
 * 88.118.8}. It names the organisation that assigns what stands behind it.
 *
 * <p>Prefixes compare by their {@linkplain #canonical() canonical form}; the form written is kept.
 * Immutable.
 *
 * <p><b>Source:</b> RFC 3651, section 2 ("naming authority"). Stricter here: no white space in a
 * label, since every such prefix seen was a label printed with a space in the slash's place.
 */
public final class Prefix implements Comparable<Prefix> {
  private final String text;
  private final String canonical;

  private Prefix(String text, String canonical) {
    this.text = text;
    this.canonical = canonical;
  }

  /**
   * Reads a prefix.
   *
   * @param text one or more labels joined by dots; a label is one or more characters other than
   *     dot, slash, white space and control characters
   * @throws MalformedIdentifierException if the text is anything else, or takes more than 2,046
   *     bytes of UTF-8 as written or in canonical form
   */
  public static Prefix parse(String text) {
    return parse(text, text.length());
  }

  /** Reads the prefix that ends at an offset of a longer text. */
  static Prefix parse(String whole, int end) {
    String text = whole.substring(0, end);
    if (text.isEmpty()) {
      throw new MalformedIdentifierException(
          "prefix", text, "at least one label, for example 88.118.8");
    }
    if (text.regionMatches(true, 0, HandleUri.SCHEME, 0, HandleUri.SCHEME.length())) {
      throw new MalformedIdentifierException(
          "prefix", text, "a prefix without " + HandleUri.SCHEME + ", for example 88.118.8");
    }
    CanonicalText.requireSize("prefix", text, text);
    CanonicalText.requireCharacters("prefix", text);
    requireLabels(text, whole);
    String canonical = CanonicalText.of(text);
    CanonicalText.requireSize("prefix", text, canonical);
    return new Prefix(text, canonical);
  }

  /**
   * Reads a prefix to look up: as {@link #parse}, but white space at either end is skipped.
   *
   * @throws MalformedIdentifierException as {@link #parse} does
   */
  public static Prefix sought(String text) {
    return CanonicalText.sought(text, NameText::cleaned, Prefix::parse);
  }

  private static void requireLabels(String text, String whole) {
    int labelStart = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        requireLabel(text, labelStart, i);
        labelStart = i + 1;
      } else if (c == '/') {
        throw new MalformedIdentifierException(
            "prefix", text, "no slash; the slash begins the suffix");
      } else if (PinnedUnicode.isWhiteSpace(c)) {
        throw new MalformedIdentifierException(
            "prefix",
            text,
            "no white space; there is some at offset " + i + CanonicalText.slashHint(whole, i));
      }
    }
    requireLabel(text, labelStart, text.length());
  }

  private static void requireLabel(String text, int start, int end) {
    if (start == end) {
      throw new MalformedIdentifierException(
          "prefix", text, "no empty label; there is one at offset " + start);
    }
  }

  /** Checks that the prefix is allowed for a new thing, as {@link Suffix#requireNew} does. */
  public Prefix requireNew() {
    CanonicalText.requireNew("prefix", text);
    return this;
  }

  /** The prefix without invisible characters; empty if it has none, or would be malformed. */
  public Optional<Prefix> cleaned() {
    return CanonicalText.cleaned(text, NameText.cleaned(text), Prefix::parse);
  }

  /** This prefix if it is known as written, else the cleaned prefix if that is known. */
  public Prefix asKnown(Predicate<Prefix> known) {
    return cleaned().filter(cleaned -> !known.test(this) && known.test(cleaned)).orElse(this);
  }

  /** The form in which prefixes are compared: NFC, with ASCII letters in lower case. */
  public String canonical() {
    return canonical;
  }

  /** The labels of the canonical form, outermost first. */
  public List<String> labels() {
    return List.of(canonical.split("\\."));
  }

  /**
   * The prefix one label shorter, for example {@code 88.118} for {@code 88.118.8}; empty at the
   * top.
   */
  public Optional<Prefix> parent() {
    int dot = text.lastIndexOf('.');
    return dot < 0
        ? Optional.empty()
        : Optional.of(
            new Prefix(text.substring(0, dot), canonical.substring(0, canonical.lastIndexOf('.'))));
  }

  /** True for this prefix and every prefix below it, label by label. */
  public boolean contains(Prefix other) {
    return other.canonical.startsWith(canonical)
        && (other.canonical.length() == canonical.length()
            || other.canonical.charAt(canonical.length()) == '.');
  }

  /**
   * Orders as the UTF-8 bytes of the canonical forms, unsigned: a prefix precedes those below it.
   */
  @Override
  public int compareTo(Prefix other) {
    return CanonicalText.compare(canonical, other.canonical);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Prefix that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  /** The prefix as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
