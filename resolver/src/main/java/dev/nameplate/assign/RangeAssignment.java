package dev.nameplate.assign;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.ValueTemplate;
import java.util.List;
import java.util.stream.Stream;

/**
 * A range of identifiers to assign, with the values of each. Immutable; the methods return changed
 * copies.
 *
 * @param range the identifiers
 * @param operation id by which a repeated write is recognised; {@link OperationId#NONE} for none
 */
public record RangeAssignment(IdentifierRange range, OperationId operation) {
  /**
   * A range without values.
   *
   * @param prefix the prefix, for example {@code 88.118.8}
   * @param pattern how the suffixes are made of numbers, for example {@code COIL-2026-{seq:6}}
   * @param first the first number
   * @param last the last number
   * @throws dev.nameplate.error.InvalidInputException if one of them is malformed or out of its
   *     bounds
   */
  public static RangeAssignment of(String prefix, String pattern, long first, long last) {
    return new RangeAssignment(
        new IdentifierRange(
            Prefix.parse(prefix), SuffixPattern.parse(pattern), first, last, List.of()),
        OperationId.NONE);
  }

  /**
   * Copy of this range with one more text value, with {@code {n}} and {@code {identifier}}
   * replaced.
   */
  public RangeAssignment value(long index, String type, String text) {
    return value(ValueTemplate.text(index, type, text));
  }

  /** Copy of this range with one more value. */
  public RangeAssignment value(ValueTemplate value) {
    return values(Stream.concat(range.values().stream(), Stream.of(value)).toList());
  }

  /** Copy of this range with exactly these values. */
  public RangeAssignment values(List<ValueTemplate> all) {
    return new RangeAssignment(
        new IdentifierRange(range.prefix(), range.pattern(), range.first(), range.last(), all),
        operation);
  }

  /** Copy of this range with an operation id. */
  public RangeAssignment operation(String id) {
    return new RangeAssignment(range, OperationId.of(id));
  }
}
