package dev.nameplate.trust.statement;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/**
 * Identifiers assigned by a single statement: their suffixes are made by a pattern of consecutive
 * numbers. The statement is version 1 of the record of each.
 *
 * @param prefix the prefix of them all
 * @param pattern the pattern of their suffixes; with one {@code {seq:N}}, without dates
 * @param first the first number, 0 or more
 * @param last the last number, at most {@value #MAX_MEMBERS} numbers in all
 * @param values the values of each, in ascending order of index, all public
 */
public record IdentifierRange(
    Prefix prefix, SuffixPattern pattern, long first, long last, List<ValueTemplate> values) {
  /** The most members. */
  public static final long MAX_MEMBERS = 1_000_000_000;

  /** The most bytes of UTF-8 of a pattern. */
  public static final int MAX_PATTERN_BYTES = 1024;

  /**
   * Sorts the values, and checks bounds, and the records of the first and the last member, whose
   * validity implies that of all between them.
   *
   * @throws InvalidRecordException naming the value out of its bounds
   */
  public IdentifierRange {
    requirePattern(pattern);
    requireNumbers(pattern, first, last);
    values = values.stream().sorted(Comparator.comparingLong(ValueTemplate::index)).toList();
    if (values.size() > RecordLimits.HIGHEST.values()) {
      throw new InvalidRecordException(
          "values", values.size() + " values", "at most " + RecordLimits.HIGHEST.values());
    }
    record(prefix, pattern, values, first);
    record(prefix, pattern, values, last);
  }

  private static void requirePattern(SuffixPattern pattern) {
    if (!pattern.isNumbered()) {
      throw new InvalidRecordException(
          "pattern", pattern.toString(), "a pattern with {seq:N}, for the number in N digits");
    }
    if (pattern.isDated()) {
      throw new InvalidRecordException(
          "pattern", pattern.toString(), "a pattern without date placeholders");
    }
    if (pattern.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATTERN_BYTES) {
      throw new InvalidRecordException(
          "pattern", pattern.toString(), "at most " + MAX_PATTERN_BYTES + " bytes of UTF-8");
    }
  }

  private static void requireNumbers(SuffixPattern pattern, long first, long last) {
    if (first < 0 || first > pattern.mostNumber()) {
      throw new InvalidRecordException(
          "first", Long.toUnsignedString(first), "0 to " + pattern.mostNumber());
    }
    long most = Math.min(pattern.mostNumber(), first + MAX_MEMBERS - 1);
    if (last < first || last > most) {
      throw new InvalidRecordException(
          "last",
          Long.toUnsignedString(last),
          first + " to " + most + ": at most " + MAX_MEMBERS + " members, of " + pattern);
    }
  }

  private static IdentifierRecord record(
      Prefix prefix, SuffixPattern pattern, List<ValueTemplate> templates, long number) {
    Identifier member = Identifier.of(prefix, pattern.numbered(number));
    List<RecordValue> filled = new ArrayList<>(templates.size());
    long size = 0;
    for (ValueTemplate template : templates) {
      RecordValue value = template.fill(member, number);
      size += RecordValues.toProto(value).getSerializedSize();
      if (size > RecordLimits.HIGHEST.recordBytes()) {
        throw ValueTemplate.tooLarge();
      }
      if (!value.permissions().publicRead()) {
        throw new InvalidRecordException(
            "values.permissions",
            value.permissions().toString(),
            "unrestricted values; restricted values need a record of their own");
      }
      filled.add(value);
    }
    return IdentifierRecord.first(member, filled);
  }

  /** Number of members. */
  public long members() {
    return last - first + 1;
  }

  /** The member with a number from the first to the last. */
  public Identifier identifier(long number) {
    return Identifier.of(prefix, pattern.numbered(number));
  }

  /** The first member. */
  public Identifier firstIdentifier() {
    return identifier(first);
  }

  /** The last member. */
  public Identifier lastIdentifier() {
    return identifier(last);
  }

  /** The number of a member; empty for other identifiers. */
  public OptionalLong numberOf(Identifier identifier) {
    OptionalLong number =
        prefix.equals(identifier.prefix())
            ? pattern.numberOf(identifier.suffix())
            : OptionalLong.empty();
    return number.isPresent() && first <= number.getAsLong() && number.getAsLong() <= last
        ? number
        : OptionalLong.empty();
  }

  /** Version 1 of the record of the member with a number from the first to the last. */
  public IdentifierRecord record(long number) {
    if (number < first || number > last) {
      throw new IllegalArgumentException(
          "number: " + number + " (expected: " + first + " to " + last + ")");
    }
    return record(prefix, pattern, values, number);
  }

  /** The first and the last member. */
  @Override
  public String toString() {
    return firstIdentifier() + " to " + lastIdentifier();
  }
}
