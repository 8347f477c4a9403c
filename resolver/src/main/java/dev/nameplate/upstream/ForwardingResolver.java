package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.QuestionCodec;
import java.time.Clock;
import java.util.List;

/**
 * Asks a recursive node, and checks its answer by the chain it carries: the recursive node does the
 * work, but is not trusted. Thread-safe.
 */
final class ForwardingResolver implements Resolver {
  private final Upstream upstream;
  private final Target target;
  private final StatementVerifier verifier;
  private final UpstreamAnswers reader;

  ForwardingResolver(
      Upstream upstream, List<Endpoint> recursiveNode, StatementVerifier verifier, Clock clock) {
    this.upstream = upstream;
    this.target = new Target("", recursiveNode, true);
    this.verifier = verifier;
    this.reader = new UpstreamAnswers(clock);
  }

  @Override
  public Resolution resolve(Question question, Budget budget) {
    ResolveResponse answer =
        upstream.resolve(
            target, QuestionCodec.recursive(question, budget.forRecursiveNode()), budget);
    return Rejections.named(
        question.identifier().prefix(),
        () -> {
          StatementVerifier checking = verifier.counting(budget::spendSignatureCheck);
          Authority signer =
              checking.authority(UpstreamAnswers.chain(answer), question.identifier().prefix());
          return reader.read(answer, question, signer, checking);
        });
  }
}
