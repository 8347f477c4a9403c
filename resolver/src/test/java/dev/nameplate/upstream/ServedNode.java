package dev.nameplate.upstream;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.QuestionBudget;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A node that listens on loopback, and what stands between it and those who ask. */
public final class ServedNode extends PuppetNode {
  private final Node node;

  public ServedNode(Node node) {
    this.node = node;
    beHonest();
  }

  public Node node() {
    return node;
  }

  /** Answers truly from now on. */
  void beHonest() {
    answer(this::truth);
  }

  /** Changes each answer from now on. */
  public void tamper(UnaryOperator<ResolveResponse> change) {
    answer(request -> change.apply(truth(request)));
  }

  /** What the node says to a question. */
  ResolveResponse truth(String identifier) {
    return truth(ResolveRequest.newBuilder().setIdentifier(identifier).build());
  }

  ResolveResponse truth(ResolveRequest request) {
    Identifier identifier = Identifier.parse(request.getIdentifier());
    Question question =
        request.hasVersion()
            ? new Question(identifier, new AsOf.Version(request.getVersion()))
            : Question.about(identifier);
    Resolver asked = request.getRecursive() ? node.resolver() : node.resolver().own();
    try {
      return said(identifier, asked.resolve(question, budget(request)));
    } catch (NameplateException e) {
      throw ScriptedNode.refusal(Status.Code.FAILED_PRECONDITION, e.reason().name());
    }
  }

  static Budget budget(ResolveRequest request) {
    if (!request.hasBudget()) {
      return Budget.standard();
    }
    QuestionBudget left = request.getBudget();
    return Budget.of(
        new Budget.Limits(
            left.getUpstreamCalls(),
            left.getReferrals(),
            left.getAliases(),
            left.getSignatureChecks(),
            left.getDepth(),
            Duration.ofSeconds(5)));
  }

  private ResolveResponse said(Identifier identifier, Resolution answer) {
    ResolveResponse.Builder response =
        ResolveResponse.newBuilder().setTtlSeconds((int) answer.timeToLive().toSeconds());
    node.chains()
        .proving(identifier, answer)
        .forEach(delegation -> response.addChain(delegation.toProto()));
    if (answer instanceof Resolution.Referred) {
      return response.setOutcome(Outcome.OUTCOME_REFERRED).build();
    }
    if (answer instanceof Resolution.Found found) {
      return response
          .setOutcome(Outcome.OUTCOME_FOUND)
          .setStatement(found.verified().statement().toProto())
          .build();
    }
    Resolution.Absent absent = (Resolution.Absent) answer;
    absent.tombstone().ifPresent(proof -> response.setStatement(proof.statement().toProto()));
    absent.denial().ifPresent(proof -> response.setStatement(proof.statement().toProto()));
    return response.setOutcome(Outcome.OUTCOME_ABSENT).build();
  }

  /** A record, and the delegations that lead to who signed it. */
  static ResolveResponse found(SignedStatement record, SignedStatement... chain) {
    return answer(Outcome.OUTCOME_FOUND, chain).setStatement(record.toProto()).build();
  }

  /** The absence of a record, with its proof. */
  static ResolveResponse absent(SignedStatement proof, SignedStatement... chain) {
    return answer(Outcome.OUTCOME_ABSENT, chain).setStatement(proof.toProto()).build();
  }

  /** A referral to the authority at the end of a chain. */
  static ResolveResponse referred(SignedStatement... chain) {
    return answer(Outcome.OUTCOME_REFERRED, chain).build();
  }

  private static ResolveResponse.Builder answer(Outcome outcome, SignedStatement... chain) {
    ResolveResponse.Builder answer =
        ResolveResponse.newBuilder().setOutcome(outcome).setTtlSeconds(3600);
    for (SignedStatement delegation : chain) {
      answer.addChain(delegation.toProto());
    }
    return answer;
  }

  @Override
  public void close() {
    super.close();
    node.close();
  }
}
