package dev.nameplate.assign;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.TemplateValue;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;

/**
 * Identifiers to assign whose suffixes the node makes by a pattern. Immutable; the methods return
 * changed copies.
 *
 * <p>The numbers of a pattern, with its dates filled in, are one sequence, from 1 on. It has no
 * gaps as long as nothing else assigns its numbers; an assigned number is skipped.
 *
 * @param prefix the prefix of the identifiers
 * @param pattern the pattern of their suffixes
 * @param offset offset from UTC for date and hour of the pattern, from the time of the batch
 * @param values the values of each
 * @param operation id by which a repeated write is recognised; {@link OperationId#NONE} for none
 */
public record Minting(
    Prefix prefix,
    SuffixPattern pattern,
    ZoneOffset offset,
    List<RecordValue> values,
    OperationId operation) {
  /** Copies the list. */
  public Minting {
    values = List.copyOf(values);
  }

  /**
   * A minting without values, with dates in UTC.
   *
   * @param text prefix, slash and pattern, for example {@code 88.118.8/COIL-{yyyy}-{seq:6}{check}}
   * @throws InvalidInputException if it is malformed
   */
  public static Minting of(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new InvalidInputException(
          ErrorReason.MALFORMED_IDENTIFIER,
          "pattern",
          text,
          "prefix/pattern, for example 88.118.8/COIL-{yyyy}-{seq:6}{check}");
    }
    return new Minting(
        Prefix.parse(text.substring(0, slash)),
        SuffixPattern.parse(text.substring(slash + 1)),
        ZoneOffset.UTC,
        List.of(),
        OperationId.NONE);
  }

  /**
   * Reads an offset.
   *
   * @param text as in {@code +08:00}; empty or {@code Z} for UTC
   * @throws InvalidInputException if it is none
   */
  public static ZoneOffset offset(String text) {
    try {
      return text.isEmpty() ? ZoneOffset.UTC : ZoneOffset.of(text);
    } catch (DateTimeException e) {
      throw InvalidInputException.of("utc_offset", text, "an offset like +08:00, or Z");
    }
  }

  /** Copy of this minting with one more text value. */
  public Minting value(long index, String type, String text) {
    return value(RecordValue.of(index, type, ValueData.text(text)));
  }

  /** Copy of this minting with one more value. */
  public Minting value(RecordValue value) {
    return values(Stream.concat(values.stream(), Stream.of(value)).toList());
  }

  /** Copy of this minting with a template, as {@link Assignment#template(String, long)}. */
  public Minting template(String identifier, long version) {
    return value(TemplateValue.naming(new ValueReference(Identifier.parse(identifier), version)));
  }

  /** Copy of this minting with exactly these values. */
  public Minting values(List<RecordValue> all) {
    return new Minting(prefix, pattern, offset, all, operation);
  }

  /** Copy of this minting with another offset from UTC. */
  public Minting at(ZoneOffset other) {
    return new Minting(prefix, pattern, other, values, operation);
  }

  /** Copy of this minting with an operation id. */
  public Minting operation(String id) {
    return operation(OperationId.of(id));
  }

  /** Copy of this minting with an operation id. */
  public Minting operation(OperationId id) {
    return new Minting(prefix, pattern, offset, values, id);
  }
}
