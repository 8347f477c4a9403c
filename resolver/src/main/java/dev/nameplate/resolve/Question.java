package dev.nameplate.resolve;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import java.time.Instant;

/**
 * What a resolver is asked: an identifier, and which version of its record.
 *
 * @param identifier the identifier
 * @param asOf which version is wanted
 */
public record Question(Identifier identifier, AsOf asOf) {
  /** Asks for the newest version. */
  public static Question about(Identifier identifier) {
    return new Question(identifier, AsOf.Newest.NEWEST);
  }

  /** Which version of a record is wanted. */
  public sealed interface AsOf {
    /** The newest version there is. */
    enum Newest implements AsOf {
      /** The only one. */
      NEWEST
    }

    /**
     * The version with this number.
     *
     * @param number 1 or more
     */
    record Version(long number) implements AsOf {
      /** Checks the range. */
      public Version {
        if (number < 1) {
          throw new InvalidInputException(
              ErrorReason.INVALID_ARGUMENT, "version", Long.toString(number), "1 or more");
        }
      }
    }

    /**
     * The version in force at this time.
     *
     * @param moment compared with the times of batches
     */
    record Time(Instant moment) implements AsOf {}

    /**
     * The version in force once the log held this many statements.
     *
     * @param statements 0 or more
     */
    record Position(long statements) implements AsOf {
      /** Checks the range. */
      public Position {
        if (statements < 0) {
          throw new InvalidInputException(
              ErrorReason.INVALID_ARGUMENT, "position", Long.toString(statements), "0 or more");
        }
      }
    }
  }
}
