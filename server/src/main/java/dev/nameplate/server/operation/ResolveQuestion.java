package dev.nameplate.server.operation;

import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;

/**
 * What a caller wants to know of an identifier.
 *
 * @param question the identifier, and as of when
 * @param recursive whether to ask other nodes, where the node offers that
 * @param followAliases whether to go on from aliases
 * @param followReferences whether also to answer for what the record refers to
 * @param selection the values of interest
 * @param route whether to tell which other nodes were asked
 * @param budget what the caller leaves of a budget
 */
public record ResolveQuestion(
    Question question,
    boolean recursive,
    boolean followAliases,
    boolean followReferences,
    Selection selection,
    boolean route,
    Budget.Limits budget) {
  boolean follows() {
    return followAliases || followReferences;
  }
}
