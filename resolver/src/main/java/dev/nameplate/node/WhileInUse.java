package dev.nameplate.node;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;

/**
 * Asks a cache only for prefixes that the node serves at this moment, so that a suspended hosted
 * prefix is not answered from the cache, and its entries need not be dropped. Thread-safe.
 *
 * @param prefixes the prefixes that the node serves
 * @param cache the cache of answers under those prefixes
 * @param other the resolver of all other prefixes
 */
record WhileInUse(OwnPrefixes prefixes, Resolver cache, Resolver other) implements Resolver {
  @Override
  public Resolution resolve(Question question, Budget budget) {
    return chosen(question.identifier()).resolve(question, budget);
  }

  @Override
  public Resolution resolve(Identifier identifier) {
    return chosen(identifier).resolve(identifier);
  }

  private Resolver chosen(Identifier identifier) {
    return prefixes.contains(identifier.prefix()) ? cache : other;
  }
}
