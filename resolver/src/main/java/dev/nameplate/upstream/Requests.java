package dev.nameplate.upstream;

import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Question.AsOf;
import dev.nameplate.v1.QuestionBudget;
import dev.nameplate.v1.ResolveRequest;

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
    return of(question)
        .setRecursive(true)
        .setBudget(
            QuestionBudget.newBuilder()
                .setUpstreamCalls(left.upstreamCalls())
                .setReferrals(left.referrals())
                .setAliases(left.aliases())
                .setSignatureChecks(left.signatureChecks())
                .setDepth(left.depth()))
        .build();
  }
}
