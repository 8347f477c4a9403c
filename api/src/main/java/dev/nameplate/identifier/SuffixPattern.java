package dev.nameplate.identifier;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * A pattern of suffixes, for example {@code COIL-{yyyy}-{seq:6}{check}}: literal text with
 * placeholders.
 *
 * <table>
 *   <caption>Placeholders</caption>
 *   <tr><td>{@code {yyyy} {yy} {MM} {dd} {DDD} {HH}}</td>
 *     <td>year, its last two digits, month, day, day of the year, hour</td></tr>
 *   <tr><td>{@code {seq:N}}</td><td>a number in exactly N digits, 1 to 18</td></tr>
 *   <tr><td>{@code {random:BITS}}</td><td>16 to 128 random bits in Crockford's base 32</td></tr>
 *   <tr><td>{@code {check}}</td>
 *     <td>a check character over the letters and digits before it, ISO/IEC 7064 MOD 37,36</td></tr>
 *   <tr><td>{@code {check:mod11_10} {check:gs1} {check:luhn}}</td>
 *     <td>a check digit over the digits before it: ISO/IEC 7064 MOD 11,10, GS1 mod 10, Luhn</td></tr>
 *   <tr><td>{@code {{ }}}</td><td>a brace</td></tr>
 * </table>
 *
 * <p>There is one of {@code seq} and {@code random}, once; a check character stands behind it. All
 * suffixes of a pattern have the same length. Patterns compare by their {@linkplain #canonical()
 * canonical form}. Immutable.
 */
public final class SuffixPattern {
  /** The most digits of a sequence. */
  public static final int MAX_DIGITS = 18;

  /** The fewest random bits. */
  public static final int MIN_BITS = 16;

  /** The most random bits. */
  public static final int MAX_BITS = 128;

  private final List<PatternPart> parts;
  private final String text;
  private final String canonical;

  private SuffixPattern(List<PatternPart> parts) {
    this.parts = parts;
    StringBuilder written = new StringBuilder();
    StringBuilder comparable = new StringBuilder();
    for (PatternPart part : parts) {
      written.append(part.written());
      comparable.append(
          part instanceof PatternPart.Literal ? CanonicalText.of(part.written()) : part.written());
    }
    this.text = written.toString();
    this.canonical = comparable.toString();
  }

  /**
   * Reads a pattern.
   *
   * @throws MalformedIdentifierException if the text is none, or if its suffixes would be none
   */
  public static SuffixPattern parse(String text) {
    SuffixPattern pattern = new SuffixPattern(new PatternReader(text).parts());
    String example = pattern.fill("0");
    CanonicalText.requireSize("pattern", text, example);
    CanonicalText.requireCharacters("pattern", example);
    CanonicalText.requireSize("pattern", text, CanonicalText.of(example));
    return pattern;
  }

  /** Checks every suffix of the pattern, as {@link Suffix#requireNew} does. */
  public SuffixPattern requireNew() {
    CanonicalText.requireNew("pattern", text);
    return this;
  }

  /** The form in which patterns are compared: literal text as in suffixes. */
  public String canonical() {
    return canonical;
  }

  /**
   * The pattern with its date and time written out.
   *
   * @param time in the offset whose date and hour are meant
   */
  public SuffixPattern at(OffsetDateTime time) {
    if (!isDated()) {
      return this;
    }
    if (time.getYear() < 0 || time.getYear() > 9999) {
      throw new MalformedIdentifierException(
          "pattern", text, "a year of four digits to fill in, not " + time.getYear());
    }
    List<PatternPart> filled = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (PatternPart part : parts) {
      PatternPart now = part instanceof PatternPart.Date date ? date.at(time) : part;
      if (now instanceof PatternPart.Literal piece) {
        literal.append(piece.text());
      } else {
        endLiteral(literal, filled);
        filled.add(now);
      }
    }
    endLiteral(literal, filled);
    return new SuffixPattern(List.copyOf(filled));
  }

  private static void endLiteral(StringBuilder literal, List<PatternPart> filled) {
    if (!literal.isEmpty()) {
      filled.add(new PatternPart.Literal(literal.toString()));
      literal.setLength(0);
    }
  }

  /** True for a pattern with a placeholder for date or time. */
  public boolean isDated() {
    return parts.stream().anyMatch(PatternPart.Date.class::isInstance);
  }

  /** True for a pattern with a {@code {seq:N}}. */
  public boolean isNumbered() {
    return digits() > 0;
  }

  /** True for a pattern with a {@code {random:BITS}}. */
  public boolean isRandom() {
    return !isNumbered();
  }

  /** Number of digits of the sequence, 1 to 18; 0 if it is not numbered. */
  public int digits() {
    for (PatternPart part : parts) {
      if (part instanceof PatternPart.Sequence sequence) {
        return sequence.digits();
      }
    }
    return 0;
  }

  /** The largest number: one less than 10 to the power of {@link #digits()}. */
  public long mostNumber() {
    long power = 1;
    for (int i = digits(); i > 0; i--) {
      power *= 10;
    }
    return power - 1;
  }

  /**
   * The suffix of a number.
   *
   * @param number 0 to {@link #mostNumber()}
   * @throws IllegalStateException if the pattern is not numbered, or a date is to be filled in
   */
  public Suffix numbered(long number) {
    requireReady(isNumbered());
    if (number < 0 || number > mostNumber()) {
      throw new MalformedIdentifierException(
          "number", Long.toString(number), "0 to " + mostNumber() + " for the pattern " + text);
    }
    return Suffix.parse(fill(Long.toString(number)));
  }

  /**
   * The number of a suffix; empty if it does not follow the pattern, its check character included.
   *
   * @throws IllegalStateException if the pattern is not numbered, or a date is to be filled in
   */
  public OptionalLong numberOf(Suffix suffix) {
    requireReady(isNumbered());
    String before =
        parts.get(0) instanceof PatternPart.Literal literal ? CanonicalText.of(literal.text()) : "";
    String name = suffix.canonical();
    int end = before.length() + digits();
    if (name.length() < end || !name.startsWith(before)) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int i = before.length(); i < end; i++) {
      int digit = name.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalLong.empty();
      }
      number = number * 10 + digit;
    }
    return numbered(number).equals(suffix) ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /**
   * A suffix drawn from a source of randomness.
   *
   * @throws IllegalStateException if the pattern is not random, or a date is to be filled in
   */
  public Suffix random(RandomGenerator source) {
    requireReady(isRandom());
    return Suffix.parse(fill(draw(source)));
  }

  private String draw(RandomGenerator source) {
    StringBuilder drawn = new StringBuilder();
    for (PatternPart part : parts) {
      if (part instanceof PatternPart.Random random) {
        for (int left = random.bits(); left > 0; left -= 5) {
          drawn.append(Alphabets.BASE_32.charAt(source.nextInt(1 << Math.min(left, 5))));
        }
      }
    }
    return drawn.toString();
  }

  /** The suffix with a number or random characters in their place, zeros before them. */
  private String fill(String value) {
    StringBuilder filled = new StringBuilder();
    for (PatternPart part : parts) {
      if (part instanceof PatternPart.Literal literal) {
        filled.append(literal.text());
      } else if (part instanceof PatternPart.Sequence sequence) {
        filled.append("0".repeat(sequence.digits() - value.length())).append(value);
      } else if (part instanceof PatternPart.Random random) {
        filled.append("0".repeat(random.characters() - value.length())).append(value);
      } else if (part instanceof PatternPart.Check check) {
        filled.append(check.scheme().of(filled.toString()));
      } else {
        filled.append(part.written());
      }
    }
    return filled.toString();
  }

  private void requireReady(boolean ofThisKind) {
    if (!ofThisKind) {
      throw new IllegalStateException("another kind of pattern: " + text);
    }
    if (isDated()) {
      throw new IllegalStateException("a date is to be filled in: " + text);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SuffixPattern that && canonical.equals(that.canonical);
  }

  @Override
  public int hashCode() {
    return canonical.hashCode();
  }

  /** The pattern as it was written. */
  @Override
  public String toString() {
    return text;
  }
}
