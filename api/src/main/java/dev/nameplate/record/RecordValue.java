package dev.nameplate.record;

import dev.nameplate.identifier.Identifier;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A value of a record: a typed piece of data at an index.
 *
 * <p><b>Source:</b> RFC 3651, section 3.1.
 *
 * @param index position in the record, 1 to {@link #MAX_INDEX}, unique in the record
 * @param type the meaning of the data, 1 to 128 characters without control characters, for example
 *     {@code URL} or {@code 关联箱码}
 * @param data the data
 * @param timeToLive time for which it may be reused; {@link TimeToLive#DEFAULT} is one day
 * @param timestamp the time of its last change, in whole seconds; empty for the time of the batch
 *     that carries it
 * @param permissions permissions to read and write it
 * @param references related values, at most 32
 */
public record RecordValue(
    long index,
    String type,
    ValueData data,
    TimeToLive timeToLive,
    Optional<Instant> timestamp,
    Permissions permissions,
    List<ValueReference> references) {
  /** The highest index. */
  public static final long MAX_INDEX = 0xFFFF_FFFFL;

  /** The most characters of a type. */
  public static final int MAX_TYPE_LENGTH = 128;

  /** The most references of a value. */
  public static final int MAX_REFERENCES = 32;

  private static final long MAX_EPOCH_SECOND = 253_402_300_799L;

  /** Checks every bound. */
  public RecordValue {
    requireIndex(index);
    if (type.isEmpty()
        || type.codePointCount(0, type.length()) > MAX_TYPE_LENGTH
        || hasControl(type)) {
      throw new InvalidRecordException(
          "type", type, "1 to " + MAX_TYPE_LENGTH + " characters, no control characters");
    }
    WellFormed.require("type", type);
    timestamp.ifPresent(RecordValue::requireTimestamp);
    if (references.size() > MAX_REFERENCES) {
      throw new InvalidRecordException(
          "references", references.size() + " references", "at most " + MAX_REFERENCES);
    }
    references = List.copyOf(references);
  }

  /** A value with the default time to live and permissions. */
  public static RecordValue of(long index, String type, ValueData data) {
    return new RecordValue(
        index, type, data, TimeToLive.DEFAULT, Optional.empty(), Permissions.DEFAULT, List.of());
  }

  /** A text value with the default time to live and permissions. */
  public static RecordValue text(long index, String type, String text) {
    return of(index, type, ValueData.text(text));
  }

  /** A value that refers to another identifier, with the default time to live and permissions. */
  public static RecordValue reference(long index, String type, Identifier to) {
    return of(index, type, ValueData.reference(to));
  }

  /** The data as text; see {@link ValueData#text()}. */
  public String text() {
    return data.text();
  }

  /** Copy of this value with another time to live. */
  public RecordValue withTimeToLive(TimeToLive other) {
    return new RecordValue(index, type, data, other, timestamp, permissions, references);
  }

  /** Copy of this value with a timestamp in whole seconds. */
  public RecordValue withTimestamp(Instant other) {
    return new RecordValue(
        index, type, data, timeToLive, Optional.of(other), permissions, references);
  }

  /** Copy of this value with other permissions. */
  public RecordValue withPermissions(Permissions other) {
    return new RecordValue(index, type, data, timeToLive, timestamp, other, references);
  }

  /** Copy of this value with other references. */
  public RecordValue withReferences(List<ValueReference> other) {
    return new RecordValue(index, type, data, timeToLive, timestamp, permissions, other);
  }

  /**
   * True if a wanted type selects this value: an equal type, or, if the wanted type ends in a dot,
   * any type below it. ASCII letters compare case-insensitively.
   *
   * <p><b>Source:</b> RFC 3652, section 3.2.1.
   */
  public boolean hasType(String wanted) {
    boolean family = wanted.endsWith(".");
    if (family ? type.length() < wanted.length() : type.length() != wanted.length()) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      if (lower(type.charAt(i)) != lower(wanted.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasControl(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  static void requireIndex(long index) {
    if (index < 1 || index > MAX_INDEX) {
      throw new InvalidRecordException("index", Long.toString(index), "1 to " + MAX_INDEX);
    }
  }

  private static void requireTimestamp(Instant timestamp) {
    long second = timestamp.getEpochSecond();
    if (second < 0 || second > MAX_EPOCH_SECOND || timestamp.getNano() != 0) {
      throw new InvalidRecordException(
          "timestamp", timestamp.toString(), "whole seconds, 1970 to the year 9999");
    }
  }
}
