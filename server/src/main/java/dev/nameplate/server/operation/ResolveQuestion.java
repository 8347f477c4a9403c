package dev.nameplate.server.operation;

import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;

/**
 * A caller's question about an identifier.
 *
 * @param question the identifier and the wanted version
 * @param recursive true to ask other nodes, if the node offers that
 * @param followAliases true to follow aliases
 * @param followReferences true to answer for references, too
 * @param selection the values of interest
 * @param route true to report the other nodes asked
 * @param budget the caller's remaining budget
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
