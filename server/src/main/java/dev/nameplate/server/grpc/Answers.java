package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Following.Step;
import dev.nameplate.resolve.Following.Trail;
import dev.nameplate.resolve.Hop;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.v1.LinkedAnswer;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SignedStatement;
import dev.nameplate.v1.Source;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Puts answers into the words of the wire, with what proves them. Thread-safe. */
final class Answers {
  /** In seconds; what the wire's unsigned 32 bits hold without a sign in any language. */
  private static final long LONGEST_TIME_TO_LIVE = Integer.MAX_VALUE;

  private final Proofs proofs;

  /** Finds the delegations that prove an answer. */
  @FunctionalInterface
  interface Proofs {
    List<dev.nameplate.trust.SignedStatement> proving(Identifier identifier, Resolution answer);
  }

  Answers(Proofs proofs) {
    this.proofs = proofs;
  }

  /** The answer to a question that follows nothing. */
  ResolveResponse.Builder of(
      ResolveRequest request, Identifier identifier, Resolution answer, Caller caller) {
    ResolveResponse.Builder response =
        ResolveResponse.newBuilder()
            .setOutcome(outcome(answer))
            .setSource(source(answer))
            .setTtlSeconds((int) Math.min(answer.timeToLive().toSeconds(), LONGEST_TIME_TO_LIVE))
            .addAllChain(chain(identifier, answer));
    statement(answer, caller).ifPresent(response::setStatement);
    if (answer instanceof Resolution.Absent absent) {
      absent.newest().ifPresent(response::setNewestVersion);
    }
    if (answer instanceof Resolution.Found found) {
      response.addAllSelected(Selection.of(request, found.record(), caller));
    }
    return response;
  }

  /** The answer to a question that follows aliases or references. */
  ResolveResponse.Builder of(ResolveRequest request, Trail trail, Caller caller) {
    ResolveResponse.Builder response = of(request, trail.identifier(), trail.answer(), caller);
    trail.aliases().forEach(step -> response.addAliases(linked(step, caller)));
    trail.references().forEach(step -> response.addReferences(linked(step, caller)));
    return response;
  }

  /** The nodes that were asked. */
  static List<dev.nameplate.v1.Hop> route(Budget budget) {
    return budget.route().stream().map(Answers::hop).toList();
  }

  private static dev.nameplate.v1.Hop hop(Hop hop) {
    return dev.nameplate.v1.Hop.newBuilder()
        .setEndpoint(hop.endpoint().toString())
        .setAuthority(hop.authority())
        .setOutcome(hop.outcome())
        .setMicros(TimeUnit.NANOSECONDS.toMicros(hop.took().toNanos()))
        .build();
  }

  private LinkedAnswer linked(Step step, Caller caller) {
    LinkedAnswer.Builder linked =
        LinkedAnswer.newBuilder().setIdentifier(step.identifier().toString());
    step.answer()
        .ifPresent(
            answer -> {
              linked.setOutcome(outcome(answer));
              linked.addAllChain(chain(step.identifier(), answer));
              statement(answer, caller).ifPresent(linked::setStatement);
            });
    step.failure().ifPresent(failure -> linked.setError(Failures.item(failure)));
    return linked.build();
  }

  private Iterable<SignedStatement> chain(Identifier identifier, Resolution answer) {
    return proofs.proving(identifier, answer).stream()
        .map(dev.nameplate.trust.SignedStatement::toProto)
        .toList();
  }

  private Optional<SignedStatement> statement(Resolution answer, Caller caller) {
    if (answer instanceof Resolution.Found found) {
      return Optional.of(Callers.show(found.verified(), caller));
    }
    if (answer instanceof Resolution.Absent absent) {
      return absent
          .tombstone()
          .map(retired -> Callers.show(retired, caller))
          .or(() -> absent.denial().map(denial -> denial.statement().toProto()));
    }
    return Optional.empty();
  }

  private static Outcome outcome(Resolution answer) {
    return answer instanceof Resolution.Found
        ? Outcome.OUTCOME_FOUND
        : answer instanceof Resolution.Referred ? Outcome.OUTCOME_REFERRED : Outcome.OUTCOME_ABSENT;
  }

  private static Source source(Resolution answer) {
    return switch (answer.source()) {
      case OWN -> Source.SOURCE_OWN;
      case UPSTREAM -> Source.SOURCE_UPSTREAM;
      case CACHE -> Source.SOURCE_CACHE;
      case STALE -> Source.SOURCE_STALE;
    };
  }
}
