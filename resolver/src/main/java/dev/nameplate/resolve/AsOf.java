package dev.nameplate.resolve;

import dev.nameplate.error.InvalidInputException;
import java.time.Instant;

/** The state of the log, or of one record, that an answer is about. */
public sealed interface AsOf {
  /** A state of the whole log: later records do not exist for the answer. */
  sealed interface State extends AsOf {}

  /** The state of now; of a record, its newest version. */
  enum Newest implements State {
    /** The only one. */
    NEWEST
  }

  /**
   * The state at a time; of a record, the version in force then.
   *
   * @param moment compared with the times of batches, inclusive
   */
  record Time(Instant moment) implements State {}

  /**
   * The state once the log held this many statements; of a record, the version in force then.
   *
   * @param statements 0 or more
   */
  record Position(long statements) implements State {
    /** Checks the range. */
    public Position {
      require("position", statements, 0);
    }
  }

  /**
   * The version of a record with this number.
   *
   * @param number 1 or more
   */
  record Version(long number) implements AsOf {
    /** Checks the range. */
    public Version {
      require("version", number, 1);
    }
  }

  private static void require(String field, long value, long least) {
    if (value < least) {
      throw InvalidInputException.of(field, value, least + " or more");
    }
  }
}
