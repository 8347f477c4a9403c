package dev.nameplate.node;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.resolve.Resolver;
import java.util.List;

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

  @Override
  public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    return identifiers.stream().allMatch(identifier -> prefixes.contains(identifier.prefix()))
        ? cache.resolveAll(identifiers, asOf, budget)
        : Resolver.super.resolveAll(identifiers, asOf, budget);
  }

  private Resolver chosen(Identifier identifier) {
    return prefixes.contains(identifier.prefix()) ? cache : other;
  }
}
