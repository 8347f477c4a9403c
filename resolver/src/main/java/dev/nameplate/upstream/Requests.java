package dev.nameplate.upstream;

import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.v1.QuestionBudget;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.TraceDirection;
import dev.nameplate.v1.TraceRequest;
import java.util.Set;
import java.util.stream.Stream;

/** Questions as they go to other nodes. */
final class Requests {
  private Requests() {}

  static ResolveRequest.Builder of(Question question) {
    ResolveRequest.Builder request =
        ResolveRequest.newBuilder().setIdentifier(question.identifier().toString());
    if (question.asOf() instanceof AsOf.Version version) {
      request.setVersion(version.number());
    } else if (question.asOf() instanceof AsOf.Time time) {
      request.setTimeMillis(time.moment().toEpochMilli());
    } else if (question.asOf() instanceof AsOf.Position position) {
      request.setPosition(position.statements());
    }
    return request;
  }

  /** A question that the node shall answer by asking others in turn. */
  static ResolveRequest recursive(Question question, Budget.Limits left) {
    return of(question).setRecursive(true).setBudget(budget(left)).build();
  }

  /** A question about an item that the node shall answer by asking others in turn. */
  static TraceRequest trace(
      ItemId item, TraceQuestion rest, Set<Prefix> asker, Budget.Limits left) {
    TraceRequest.Builder request =
        TraceRequest.newBuilder()
            .setItem(item.toString())
            .setDirection(
                rest.direction() == Direction.UPSTREAM
                    ? TraceDirection.TRACE_DIRECTION_UPSTREAM
                    : TraceDirection.TRACE_DIRECTION_DOWNSTREAM)
            .setMaxDepth(rest.maxDepth())
            .setMaxItems(rest.maxItems())
            .setStrictTime(rest.strict())
            .setSlackMillis(rest.slack().toMillis())
            .setHistory(rest.history())
            .setParts(rest.parts())
            .setRecursive(true)
            .setBudget(budget(left));
    Stream.concat(rest.shown().stream(), asker.stream())
        .map(Prefix::toString)
        .distinct()
        .forEach(request::addShown);
    if (rest.asOf() instanceof AsOf.Time time) {
      request.setTimeMillis(time.moment().toEpochMilli());
    }
    return request.build();
  }

  private static QuestionBudget budget(Budget.Limits left) {
    return QuestionBudget.newBuilder()
        .setUpstreamCalls(left.upstreamCalls())
        .setReferrals(left.referrals())
        .setAliases(left.aliases())
        .setSignatureChecks(left.signatureChecks())
        .setDepth(left.depth())
        .build();
  }
}
