package dev.nameplate.upstream;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
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

  @Override
  public List<Resolved> resolveAll(List<Identifier> identifiers, AsOf asOf, Budget budget) {
    StatementVerifier checking = verifier.counting(budget::spendSignatureCheck);
    Signers signers =
        new Signers((chain, prefix) -> checking.authority(chain, prefix), authority -> {});
    Resolved[] results = new Resolved[identifiers.size()];
    ManyCall call =
        new ManyCall(
            upstream,
            target,
            asked -> QuestionCodec.recursive(asked, asOf, budget.forRecursiveNode()),
            budget,
            new ManyCall.Receiver() {
              @Override
              public void answered(int place, ResolveResponse answer) {
                Question question = new Question(identifiers.get(place), asOf);
                Prefix prefix = question.identifier().prefix();
                results[place] =
                    Resolved.of(
                        () ->
                            Rejections.named(
                                prefix,
                                () -> {
                                  Authority signer = signers.of(answer, prefix);
                                  Resolution read = reader.read(answer, question, signer, checking);
                                  budget.hold(read);
                                  return read;
                                }));
              }

              @Override
              public void failed(int place, NameplateException why) {
                results[place] = new Resolved.Failed(why);
              }
            });
    try {
      call.ask(identifiers);
    } catch (NotOfferedByPeerException e) {
      return Resolver.super.resolveAll(identifiers, asOf, budget);
    }
    return List.of(results);
  }
}
