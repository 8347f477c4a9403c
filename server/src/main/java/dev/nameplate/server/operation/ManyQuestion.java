package dev.nameplate.server.operation;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import java.util.List;

/**
 * A caller's question about many identifiers.
 *
 * @param identifiers the identifiers as written, 1 to {@value #MOST}; a malformed one has no answer
 * @param asOf the wanted version of every record
 * @param recursive true to ask other nodes, if the node offers that
 * @param selection the values of interest in every record
 * @param budget the caller's remaining budget for all identifiers
 */
public record ManyQuestion(
    List<String> identifiers,
    AsOf asOf,
    boolean recursive,
    Selection selection,
    Budget.Limits budget) {
  /** The most identifiers of a question. */
  public static final int MOST = 10_000;

  /**
   * Checks the number of identifiers.
   *
   * @throws InvalidInputException if there are none, or too many
   */
  public ManyQuestion {
    if (identifiers.isEmpty() || identifiers.size() > MOST) {
      throw InvalidInputException.of(
          "identifiers", identifiers.size() + " identifiers", "1 to " + MOST);
    }
  }
}
