package dev.nameplate.node;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;

/**
 * Asks a cache only for what the node answers for at this moment: so what it kept under a hosted
 * prefix is not told while that is suspended, and need not be found and forgotten. Thread-safe.
 *
 * @param prefixes what the node answers for
 * @param cache keeps answers under those prefixes
 * @param other asked for everything else
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
