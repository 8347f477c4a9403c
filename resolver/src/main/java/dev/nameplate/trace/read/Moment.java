package dev.nameplate.trace.read;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.AsOf;
import java.time.Instant;

/**
 * The part of a log that an answer is about.
 *
 * @param position how many statements it has
 * @param time when it had the last of them; the beginning of 1970 if there is none
 */
public record Moment(long position, Instant time) {
  /**
   * Finds it.
   *
   * @throws InvalidInputException if it is a position behind the log's end
   */
  public static Moment of(AsOf.State asOf, StatementReader statements) {
    long size = statements.size();
    long position = size;
    if (asOf instanceof AsOf.Position wanted) {
      position = wanted.statements();
    } else if (asOf instanceof AsOf.Time wanted) {
      position = statements.sizeAt(wanted.moment());
    }
    if (position > size) {
      throw InvalidInputException.of(
          "position", position, "0 to " + size + ", the number of statements in the log");
    }
    return new Moment(position, statements.timeAt(position));
  }
}
