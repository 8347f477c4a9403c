package dev.nameplate.record;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import java.util.List;

/**
 * Limits of the size of an identifier and of a record when they are assigned. A node may set lower
 * limits, never higher ones. Reading checks only the highest.
 *
 * <p><b>Source:</b> the Handle protocol's limits as its public implementations keep them.
 *
 * @param identifierBytes the most bytes of UTF-8 of an identifier, 1 to 2,048
 * @param values the most values of a record, 0 to 2,048
 * @param recordBytes the most bytes of an encoded statement body, 256 to 262,144
 */
public record RecordLimits(int identifierBytes, int values, int recordBytes) {
  /** Limits of every statement, whatever a node is configured to accept. */
  public static final RecordLimits HIGHEST = new RecordLimits(Identifier.MAX_BYTES, 2048, 262_144);

  /**
   * Limits of a node that is not configured otherwise: the highest, but identifiers of at most 255
   * bytes.
   */
  public static final RecordLimits DEFAULT = new RecordLimits(255, 2048, 262_144);

  /** Checks the ranges. */
  public RecordLimits {
    require("limits.identifierBytes", identifierBytes, 1, Identifier.MAX_BYTES);
    require("limits.values", values, 0, 2048);
    require("limits.recordBytes", recordBytes, 256, 262_144);
  }

  /** Refuses an identifier that is too long. */
  public void check(Identifier identifier) {
    int size = identifier.utf8Length();
    if (size > identifierBytes) {
      throw new InvalidRecordException(
          "identifier",
          identifier.toString(),
          "at most " + identifierBytes + " bytes of UTF-8, not " + size);
    }
  }

  /** Refuses too many values. */
  public void check(List<RecordValue> list) {
    if (list.size() > values) {
      throw new InvalidRecordException("values", list.size() + " values", "at most " + values);
    }
  }

  /** Refuses an encoded body that is too large. */
  public void checkBody(Identifier identifier, int bodyBytes) {
    if (bodyBytes > recordBytes) {
      throw new InvalidRecordException(
          "record",
          identifier.toString(),
          "at most " + recordBytes + " bytes encoded, not " + bodyBytes);
    }
  }

  private static void require(String field, int value, int least, int most) {
    if (value < least || value > most) {
      throw InvalidInputException.of(field, value, least + " to " + most);
    }
  }
}
