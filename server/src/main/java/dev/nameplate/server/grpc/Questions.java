package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.node.NodeResolver;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Following;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Answers questions that arrive over the wire: at once what this node knows, and on threads of
 * their own those for which other nodes must be asked. Thread-safe.
 */
final class Questions {
  private final NodeResolver resolver;
  private final Answers answers;
  private final Recursion recursion;

  Questions(NodeResolver resolver, Answers answers, Recursion recursion) {
    this.resolver = resolver;
    this.answers = answers;
    this.recursion = recursion;
  }

  /** Answers, on the thread of the call if nobody else must be asked. */
  void answer(ResolveRequest request, StreamObserver<ResolveResponse> caller) {
    if (!asksOthers(request)) {
      Calls.answer(request, caller, this::answer);
      return;
    }
    Executor threads = recursion.threads().orElseThrow();
    Caller asking = Callers.current();
    Calls.answerLater(request, caller, asked -> later(asked, asking, threads), Function.identity());
  }

  private CompletableFuture<ResolveResponse> later(
      ResolveRequest request, Caller caller, Executor threads) {
    Selection.check(request);
    Question question = ProtoCodec.question(request);
    Budget budget = budget(request);
    if (!follows(request)) {
      Optional<Resolution> known = resolver.atOnce(question);
      if (known.isPresent()) {
        return CompletableFuture.completedFuture(
            plain(request, question, known.get(), budget, caller));
      }
    }
    try {
      return CompletableFuture.supplyAsync(
          () -> answer(request, question, resolver, budget, caller), threads);
    } catch (RejectedExecutionException e) {
      throw AnswerStream.overloaded(e);
    }
  }

  /** Answers on this thread, whatever it takes. */
  ResolveResponse answer(ResolveRequest request) {
    Selection.check(request);
    Resolver answering = asksOthers(request) ? resolver : resolver.own();
    return answer(
        request, ProtoCodec.question(request), answering, budget(request), Callers.current());
  }

  private ResolveResponse answer(
      ResolveRequest request, Question question, Resolver answering, Budget budget, Caller caller) {
    if (!follows(request)) {
      return plain(request, question, answering.resolve(question, budget), budget, caller);
    }
    Following.Trail trail =
        new Following(answering)
            .follow(question, request.getFollowAliases(), request.getFollowReferences(), budget);
    return routed(request, answers.of(request, trail, caller), budget);
  }

  private ResolveResponse plain(
      ResolveRequest request, Question question, Resolution answer, Budget budget, Caller caller) {
    return routed(request, answers.of(request, question.identifier(), answer, caller), budget);
  }

  private static ResolveResponse routed(
      ResolveRequest request, ResolveResponse.Builder answer, Budget budget) {
    return request.getRoute() ? answer.addAllRoute(Answers.route(budget)).build() : answer.build();
  }

  private static boolean follows(ResolveRequest request) {
    return request.getFollowAliases() || request.getFollowReferences();
  }

  private boolean asksOthers(ResolveRequest request) {
    return request.getRecursive() && recursion.threads().isPresent();
  }

  private static Budget budget(ResolveRequest request) {
    return Budgets.of(Budget.Limits.STANDARD, request.hasBudget(), request.getBudget());
  }
}
