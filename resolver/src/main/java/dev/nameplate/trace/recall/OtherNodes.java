package dev.nameplate.trace.recall;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.evidence.Witnesses;
import java.util.function.Predicate;

/**
 * The nodes that a recall asks beside its own.
 *
 * @param witnesses asks them
 * @param own true for a prefix of the own node, which is not asked
 * @param name the prefix that the own node is listed under
 */
public record OtherNodes(Witnesses witnesses, Predicate<Prefix> own, Prefix name) {}
