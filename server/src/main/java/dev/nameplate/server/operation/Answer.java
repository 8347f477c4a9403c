package dev.nameplate.server.operation;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Following;
import dev.nameplate.resolve.Hop;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The answer to a {@link ResolveQuestion}, with aliases and references.
 *
 * @param trail the answer, with the followed aliases and the found references
 * @param selected the indexes of the values of interest, ascending; empty for all
 * @param route the other nodes asked; empty unless requested
 * @param proofs finds the delegations that prove an answer, the outermost first; may read the store
 */
public record Answer(
    Following.Trail trail,
    List<Integer> selected,
    List<Hop> route,
    BiFunction<Identifier, Resolution, List<SignedStatement>> proofs) {}
