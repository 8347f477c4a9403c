package dev.nameplate.server.operation;

import dev.nameplate.access.Caller;
import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.node.Chains;
import dev.nameplate.node.NodeResolver;
import dev.nameplate.node.NodeView;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Following;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.resolve.StoredRecords;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.NodeClient;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Questions about records. Thread-safe; blocks while it reads the store, or waits for other nodes
 * where that is said.
 */
public final class RecordOperations {
  private final NodeResolver resolver;
  private final BiFunction<Identifier, Resolution, List<SignedStatement>> proofs;
  private final Optional<StoredRecords> records;
  private final Supplier<CacheStatistics> statistics;
  private final Recursion recursion;
  private final CallLimits limits;
  private final Openings answers;

  private RecordOperations(
      NodeResolver resolver,
      BiFunction<Identifier, Resolution, List<SignedStatement>> proofs,
      Optional<StoredRecords> records,
      Supplier<CacheStatistics> statistics,
      Recursion recursion,
      CallLimits limits) {
    this.resolver = resolver;
    this.proofs = proofs;
    this.records = records;
    this.statistics = statistics;
    this.recursion = recursion;
    this.limits = limits;
    this.answers = new Openings("answers", limits.openAnswers());
  }

  static RecordOperations of(NodeView node, Recursion recursion, CallLimits limits) {
    return new RecordOperations(
        node.resolver(),
        node.chains()::proving,
        Optional.of(node.records()),
        node::cacheStatistics,
        recursion,
        limits);
  }

  /** Questions to a process without records, which asks other nodes for its callers. */
  public static RecordOperations asking(NodeClient client, Recursion recursion) {
    return new RecordOperations(
        NodeResolver.asking(client),
        Chains::ofOthers,
        Optional.empty(),
        client::statistics,
        recursion,
        CallLimits.LOCAL);
  }

  /**
   * Resolves an identifier. Questions to other nodes wait on threads of their own; this node's
   * answers are immediate.
   *
   * @return completes with the answer, or with a {@link dev.nameplate.error.NameplateException}
   * @throws dev.nameplate.error.NameplateException if the question fails at once
   */
  public CompletableFuture<Answer> resolve(Call call, ResolveQuestion asked) {
    Operation.RESOLVE.requireOf(call.caller());
    Budget budget = call.budget(asked.budget());
    if (!asksOthers(asked)) {
      return CompletableFuture.completedFuture(
          answer(asked, resolver.own(), budget, call.caller()));
    }
    if (!asked.follows()) {
      Optional<Resolution> known = resolver.atOnce(asked.question());
      if (known.isPresent()) {
        return CompletableFuture.completedFuture(plain(asked, known.get(), budget, call.caller()));
      }
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> answer(asked, resolver, budget, call.caller()), recursion.threads().orElseThrow());
    } catch (RejectedExecutionException e) {
      throw Recursion.overloaded(e);
    }
  }

  /** Resolves an identifier on this thread, which may block. */
  public Answer resolveHere(Call call, ResolveQuestion asked) {
    Operation.RESOLVE_ALL.requireOf(call.caller());
    Resolver answering = asksOthers(asked) ? resolver : resolver.own();
    return answer(asked, answering, call.budget(asked.budget()), call.caller());
  }

  /**
   * Resolves many identifiers. Each part of the answer has the results for the next identifiers.
   *
   * @throws dev.nameplate.error.NodeException {@code OVERLOADED} if too many answers are open
   */
  public Parts<List<ManyAnswers.Item>> resolveMany(Call call, ManyQuestion asked) {
    Operation.RESOLVE_MANY.requireOf(call.caller());
    boolean asksOthers = asked.recursive() && recursion.threads().isPresent();
    Budget budget = call.budget(asked.budget());
    return new OpenedParts<>(
        answers.open(call),
        budget,
        asksOthers ? recursion.threads().orElseThrow() : Runnable::run,
        () ->
            new OpenedParts.Opened<>(
                new ManyAnswers(
                    asked,
                    call.caller(),
                    asksOthers ? resolver : resolver.own(),
                    asksOthers,
                    budget,
                    proofs),
                () -> {}));
  }

  private Answer answer(ResolveQuestion asked, Resolver answering, Budget budget, Caller caller) {
    if (!asked.follows()) {
      return plain(asked, answering.resolve(asked.question(), budget), budget, caller);
    }
    return answer(
        asked,
        new Following(answering)
            .follow(asked.question(), asked.followAliases(), asked.followReferences(), budget),
        budget,
        caller);
  }

  private Answer plain(ResolveQuestion asked, Resolution found, Budget budget, Caller caller) {
    Question question = asked.question();
    return answer(
        asked,
        new Following.Trail(List.of(), question.identifier(), found, List.of()),
        budget,
        caller);
  }

  private Answer answer(
      ResolveQuestion asked, Following.Trail trail, Budget budget, Caller caller) {
    List<Integer> selected =
        trail.answer() instanceof Resolution.Found found
            ? asked.selection().of(found.record(), caller)
            : List.of();
    return new Answer(trail, selected, asked.route() ? budget.route() : List.of(), proofs);
  }

  private boolean asksOthers(ResolveQuestion asked) {
    return asked.recursive() && recursion.threads().isPresent();
  }

  /** Lists the identifiers under a prefix. */
  public Records.Page list(Call call, Records.Filter filter, PageRequest page) {
    Operation.LIST_IDENTIFIERS.requireOf(call.caller());
    return records(filter.prefix())
        .list(filter, page.size(), PageRequest.BYTES, page.token(), budget(call));
  }

  /** Lists the versions of a record, the newest first. */
  public Records.Page versions(Call call, Identifier identifier, PageRequest page) {
    Operation.LIST_VERSIONS.requireOf(call.caller());
    return records(identifier.prefix())
        .versions(identifier, page.size(), PageRequest.BYTES, page.token(), budget(call));
  }

  /** Finds records by the value of an indexed item. */
  public Records.Page search(Call call, Records.Search search, PageRequest page) {
    Operation.SEARCH.requireOf(call.caller());
    return records(search.prefix())
        .search(search, page.size(), PageRequest.BYTES, page.token(), budget(call));
  }

  /** Statistics of the cache of other nodes' answers. */
  public CacheStatistics statistics(Call call) {
    Operation.CACHE_STATISTICS.requireOf(call.caller());
    return statistics.get();
  }

  private Budget budget(Call call) {
    return call.budget(limits.question());
  }

  private StoredRecords records(Prefix prefix) {
    return records.orElseThrow(() -> new NotAuthoritativeException(prefix, List.of()));
  }
}
