package dev.nameplate.node;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.PrefixRevokedException;
import dev.nameplate.log.PrefixSuspendedException;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.CleanedNames;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.upstream.NodeClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Resolves from the node's own records first, and for other authorities by asking other nodes, if
 * so configured. Thread-safe.
 */
public final class NodeResolver implements Resolver {
  private final Resolver own;
  private final Predicate<Prefix> covered;
  private final Optional<NodeClient> others;
  private final Resolver whole = new CleanedNames(new Chosen());

  /**
   * Answers for a node.
   *
   * @param own resolver of its own records, which refers to delegated prefixes
   * @param covered true for a prefix of the node, or below one
   * @param others client for other nodes
   */
  NodeResolver(Resolver own, Predicate<Prefix> covered, Optional<NodeClient> others) {
    this.own = new CleanedNames(own);
    this.covered = covered;
    this.others = others;
  }

  /** A resolver without own records, which asks other nodes for everything. */
  public static NodeResolver asking(NodeClient others) {
    return new NodeResolver(
        (question, budget) -> {
          throw new NotAuthoritativeException(question.identifier().prefix(), List.of());
        },
        prefix -> false,
        Optional.of(others));
  }

  /** Answers from the node's own records only, and refers to others for the rest. */
  public Resolver own() {
    return own;
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    return whole.resolve(question, budget);
  }

  @Override
  public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    return others.isEmpty()
        ? own.resolveAll(identifiers, asOf, budget)
        : whole.resolveAll(identifiers, asOf, budget);
  }

  /** Asks for identifiers as they are written. */
  private final class Chosen implements Resolver {
    @Override
    public Resolution resolve(Question question, Budget budget) {
      if (others.isEmpty()) {
        return own.resolve(question, budget);
      }
      if (covered.test(question.identifier().prefix())) {
        Resolution answer = own.resolve(question, budget);
        if (!(answer instanceof Resolution.Referred referred)) {
          return answer;
        }
        requireInUse(referred.to().value());
      }
      return others.get().resolve(question, budget);
    }

    @Override
    public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
      Resolved[] results = new Resolved[identifiers.size()];
      List<Integer> covers = new ArrayList<>();
      List<Integer> elsewhere = new ArrayList<>();
      for (int place = 0; place < results.length; place++) {
        (covered.test(identifiers.get(place).prefix()) ? covers : elsewhere).add(place);
      }
      List<Resolved> answers = own.resolveAll(at(covers, identifiers), asOf, budget);
      for (int i = 0; i < answers.size(); i++) {
        results[covers.get(i)] = answers.get(i);
        if (answers.get(i) instanceof Resolved.Answered answered
            && answered.answer() instanceof Resolution.Referred referred) {
          try {
            requireInUse(referred.to().value());
            elsewhere.add(covers.get(i));
          } catch (NameplateException e) {
            results[covers.get(i)] = new Resolved.Failed(e);
          }
        }
      }
      if (!elsewhere.isEmpty()) {
        answers = others.orElseThrow().resolveAll(at(elsewhere, identifiers), asOf, budget);
        for (int i = 0; i < answers.size(); i++) {
          results[elsewhere.get(i)] = answers.get(i);
        }
      }
      return List.of(results);
    }

    private static List<Identifier> at(List<Integer> places, List<Identifier> identifiers) {
      return places.stream().map(identifiers::get).toList();
    }
  }

  /** Refuses a prefix that this node suspended or revoked, whatever answers are cached for it. */
  private static void requireInUse(Delegation delegation) {
    if (delegation.state() == Delegation.State.SUSPENDED) {
      throw new PrefixSuspendedException(delegation.prefix());
    }
    if (delegation.state() == Delegation.State.REVOKED) {
      throw new PrefixRevokedException(delegation.prefix());
    }
  }

  @Override
  public Resolution resolve(Identifier identifier) {
    if (others.isEmpty()) {
      return own.resolve(identifier);
    }
    if (covered.test(identifier.prefix())) { // no budget is made for what is kept
      Resolution answer = own.resolve(identifier);
      if (!(answer instanceof Resolution.Referred)) {
        return answer;
      }
    }
    return resolve(Question.about(identifier));
  }

  /** The answer, if it is known without asking another node. */
  public Optional<Resolution> atOnce(Question question) {
    if (covered.test(question.identifier().prefix())) {
      Resolution answer = own.resolve(question);
      if (!(answer instanceof Resolution.Referred referred) || others.isEmpty()) {
        return Optional.of(answer);
      }
      if (referred.to().value().state() != Delegation.State.ACTIVE) {
        return Optional.empty();
      }
    }
    return others.flatMap(client -> client.kept(question));
  }
}
