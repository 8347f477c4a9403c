package dev.nameplate.event;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.gs1.Grain;
import dev.nameplate.gs1.Gs1Key;
import dev.nameplate.identifier.HandleUri;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.text.NameText;
import dev.nameplate.text.PinnedUnicode;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name of a thing that events are about: an {@link Identifier}, or a URI of another scheme,
 * such as a GS1 Digital Link or an EPC URN. A text is a URI if there is a colon before its first
 * slash; then it needs no slash.
 *
 * <p>Names that mean the same thing are equal; the form written is kept. Immutable.
 */
public final class ItemId implements Comparable<ItemId> {
  /** The most bytes of a name, in UTF-8. */
  public static final int MAX_BYTES = 2048;

  private final String text;
  private final String canonical;
  private final Grain grain;
  private final Optional<Identifier> identifier;

  private ItemId(String text, String canonical, Grain grain, Optional<Identifier> identifier) {
    this.text = text;
    this.canonical = canonical;
    this.grain = grain;
    this.identifier = identifier;
  }

  /**
   * Reads a name.
   *
   * @throws dev.nameplate.identifier.MalformedIdentifierException if it is neither a URI nor an
   *     identifier
   * @throws InvalidEventException if it is a URI that is too long, or has white space or control
   *     characters in it
   */
  public static ItemId parse(String text) {
    return isUri(text) ? uri(text) : of(Identifier.parse(text));
  }

  private static boolean isUri(String text) {
    int slash = text.indexOf('/');
    int colon = text.indexOf(':');
    return colon > 0 && (slash < 0 || colon < slash);
  }

  /**
   * Reads a name that is looked for: as {@link #parse}, but what cannot be parsed only for
   * invisible characters, or for white space around it, is read without them.
   */
  public static ItemId sought(String text) {
    try {
      return parse(text);
    } catch (InvalidInputException asItIs) {
      try {
        return parse(cleaned(text));
      } catch (InvalidInputException neither) {
        throw asItIs;
      }
    }
  }

  /** The text of a name without invisible characters, and without white space around it. */
  public static String cleaned(String text) {
    String visible = NameText.cleaned(text);
    return isUri(visible) ? EncodedText.cleaned(visible) : Identifier.cleaned(visible);
  }

  /** The name without invisible characters; empty if it has none, or nothing would be left. */
  public Optional<ItemId> cleaned() {
    String cleaned = cleaned(text);
    if (cleaned.equals(text)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(cleaned));
    } catch (InvalidInputException nothingLeft) {
      return Optional.empty();
    }
  }

  /**
   * Checks that the name is allowed for a new thing: no invisible characters and no white space
   * around it, percent-encoded or not; of an identifier, as {@link Identifier#requireNew} says.
   *
   * @param field the field with the name, for messages
   * @throws InvalidInputException if it is not allowed
   */
  public void requireNew(String field) {
    Optional<NameText.Fault> fault =
        NameText.hidden(text)
            .or(() -> identifier.flatMap(known -> NameText.hidden(known.suffix().toString())))
            .or(() -> identifier.flatMap(known -> NameText.hidden(known.prefix().toString())))
            .or(() -> identifier.flatMap(known -> NameText.unassigned(known.toString())));
    String cleaned = cleaned(text);
    if (fault.isPresent()) {
      throw new InvalidEventException(
          field,
          fault.get(),
          cleaned.equals(text)
              ? "characters of Unicode " + PinnedUnicode.VERSION
              : "\"" + cleaned + "\"");
    }
    if (!cleaned.equals(text)) {
      throw new InvalidEventException(
          field, text, "\"" + cleaned + "\", without invisible characters");
    }
  }

  /** The name that an identifier is. */
  public static ItemId of(Identifier identifier) {
    return new ItemId(
        identifier.toString(), identifier.canonical(), Grain.ITEM, Optional.of(identifier));
  }

  private static ItemId uri(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new InvalidEventException("item", text, "at most " + MAX_BYTES + " bytes of UTF-8");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isISOControl(c)) {
        throw new InvalidEventException(
            "item", text, "a URI, without white space or control characters");
      }
    }
    EventTexts.requireWellFormed("item", text);
    Optional<Identifier> identifier = HandleUri.parse(text);
    if (identifier.isPresent()) {
      return new ItemId(text, identifier.get().canonical(), Grain.ITEM, identifier);
    }
    return Gs1Key.parse(text)
        .map(key -> new ItemId(text, key.canonical(), key.grain(), Optional.empty()))
        .orElseGet(() -> new ItemId(text, text, Grain.ITEM, Optional.empty()));
  }

  /**
   * The form in which names are compared: that of the {@link Identifier}, the canonical Digital
   * Link of a {@link Gs1Key}, and any other URI as it is.
   */
  public String canonical() {
    return canonical;
  }

  /** Precision of the name: a single thing, a lot or a class. */
  public Grain grain() {
    return grain;
  }

  /**
   * The name as a URI: as it was written if it was one, else {@code
   * https://hdl.handle.net/prefix/suffix}, percent-encoded. Read again, it names the same thing.
   */
  public String uri() {
    int slash = text.indexOf('/');
    int colon = text.indexOf(':');
    return identifier.isPresent() && (colon < 0 || slash < colon)
        ? HandleUri.of(identifier.get())
        : text;
  }

  /**
   * The identifier that it is, also if it is written as {@code https://hdl.handle.net/…} or {@code
   * hdl:…}; empty if it is another URI.
   */
  public Optional<Identifier> identifier() {
    return identifier;
  }

  @Override
  public int compareTo(ItemId other) {
    return canonical.compareTo(other.canonical);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemId that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  /** The name as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
