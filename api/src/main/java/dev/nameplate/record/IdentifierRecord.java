package dev.nameplate.record;

import dev.nameplate.identifier.Identifier;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A version of the record of an identifier: its values, or its retirement.
 *
 * @param identifier the identifier, as it was assigned
 * @param version 1 when assigned, increased by each update and by the retirement
 * @param previous leaf hash of the version before, 32 bytes; empty in version 1
 * @param retired true if this version retires the identifier; it then has no values, and none
 *     follows
 * @param values the values visible to this reader, in ascending order of index
 * @param withheld indexes of the values hidden from this reader, ascending
 */
public record IdentifierRecord(
    Identifier identifier,
    long version,
    Bytes previous,
    boolean retired,
    List<RecordValue> values,
    List<Long> withheld) {
  /**
   * Sorts the values and indexes, and checks that there are at most 2,048, indexes are unique and
   * the parts agree with each other.
   */
  public IdentifierRecord {
    if (version < 1) {
      throw new InvalidRecordException("version", Long.toString(version), "1 or more");
    }
    if (previous.size() != (version == 1 ? 0 : 32)) {
      throw new InvalidRecordException(
          "previous", previous.toString(), "32 bytes, or no hash in version 1");
    }
    if (retired && (version == 1 || !values.isEmpty() || !withheld.isEmpty())) {
      throw new InvalidRecordException("retired", "true", "version 2 or later, without values");
    }
    requireCount(values.size() + withheld.size());
    values = ascending(values, RecordValue::index);
    withheld = ascending(withheld, index -> index);
    withheld.forEach(RecordValue::requireIndex);
    requireUnique(values, withheld);
  }

  private static void requireCount(int count) {
    if (count > RecordLimits.HIGHEST.values()) {
      throw new InvalidRecordException(
          "values", count + " values", "at most " + RecordLimits.HIGHEST.values());
    }
  }

  /** Items in ascending order; most lists have it already, and are returned as they are. */
  private static <T> List<T> ascending(List<T> items, ToLongFunction<T> index) {
    for (int i = 1; i < items.size(); i++) {
      if (index.applyAsLong(items.get(i)) < index.applyAsLong(items.get(i - 1))) {
        return items.stream().sorted(Comparator.comparingLong(index)).toList();
      }
    }
    return List.copyOf(items);
  }

  private static void requireUnique(List<RecordValue> values, List<Long> withheld) {
    long last = 0;
    int nextWithheld = 0;
    for (RecordValue value : values) {
      while (nextWithheld < withheld.size() && withheld.get(nextWithheld) <= value.index()) {
        last = requireBehind(last, withheld.get(nextWithheld++));
      }
      last = requireBehind(last, value.index());
    }
    for (long index : withheld.subList(nextWithheld, withheld.size())) {
      last = requireBehind(last, index);
    }
  }

  private static long requireBehind(long last, long index) {
    if (index == last) {
      throw new InvalidRecordException(
          "values.index", Long.toString(index), "each index once in a record");
    }
    return index;
  }

  /** The first version of a record, all values visible. */
  public static IdentifierRecord first(Identifier identifier, List<RecordValue> values) {
    return new IdentifierRecord(identifier, 1, Bytes.EMPTY, false, values, List.of());
  }

  /** The value at an index, if this reader sees one there. */
  public Optional<RecordValue> value(long index) {
    return values.stream().filter(value -> value.index() == index).findFirst();
  }

  /**
   * The visible value of a type; of several, the value with the lowest index.
   *
   * @param type compared as {@link RecordValue#hasType} says
   */
  public Optional<RecordValue> value(String type) {
    return values.stream().filter(value -> value.hasType(type)).findFirst();
  }

  /** The values whose index or type is wanted, in order; all of them when nothing is named. */
  public List<RecordValue> select(List<Long> indexes, List<String> types) {
    if (indexes.isEmpty() && types.isEmpty()) {
      return values;
    }
    return values.stream()
        .filter(value -> indexes.contains(value.index()) || types.stream().anyMatch(value::hasType))
        .toList();
  }
}
