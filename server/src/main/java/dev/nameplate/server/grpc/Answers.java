package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Following.Step;
import dev.nameplate.resolve.Following.Trail;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.operation.Answer;
import dev.nameplate.v1.LinkedAnswer;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SignedStatement;
import dev.nameplate.v1.Source;
import dev.nameplate.wire.QuestionCodec;
import java.util.Optional;

/** Translates answers to the wire, with their proofs. */
final class Answers {
  /** The longest time to live, in seconds; it fits into 32 bits with a sign in any language. */
  private static final long LONGEST_TIME_TO_LIVE = Integer.MAX_VALUE;

  private Answers() {}

  /** An answer, as a caller may see it. */
  static ResolveResponse of(Answer answer, Caller caller) {
    Trail trail = answer.trail();
    Resolution found = trail.answer();
    ResolveResponse.Builder response =
        ResolveResponse.newBuilder()
            .setOutcome(outcome(found))
            .setSource(source(found))
            .setTtlSeconds((int) Math.min(found.timeToLive().toSeconds(), LONGEST_TIME_TO_LIVE))
            .addAllChain(chain(answer, trail.identifier(), found))
            .addAllSelected(answer.selected());
    statement(found, caller).ifPresent(response::setStatement);
    if (found instanceof Resolution.Absent absent) {
      absent.newest().ifPresent(response::setNewestVersion);
    }
    trail.aliases().forEach(step -> response.addAliases(linked(answer, step, caller)));
    trail.references().forEach(step -> response.addReferences(linked(answer, step, caller)));
    answer.route().forEach(hop -> response.addRoute(QuestionCodec.toProto(hop)));
    return response.build();
  }

  private static LinkedAnswer linked(Answer whole, Step step, Caller caller) {
    LinkedAnswer.Builder linked =
        LinkedAnswer.newBuilder().setIdentifier(step.identifier().toString());
    step.answer()
        .ifPresent(
            answer -> {
              linked.setOutcome(outcome(answer));
              linked.addAllChain(chain(whole, step.identifier(), answer));
              statement(answer, caller).ifPresent(linked::setStatement);
            });
    step.failure().ifPresent(failure -> linked.setError(Failures.item(failure)));
    return linked.build();
  }

  private static Iterable<SignedStatement> chain(
      Answer whole, Identifier identifier, Resolution answer) {
    return whole.proofs().apply(identifier, answer).stream()
        .map(dev.nameplate.trust.statement.SignedStatement::toProto)
        .toList();
  }

  private static Optional<SignedStatement> statement(Resolution answer, Caller caller) {
    if (answer instanceof Resolution.Found found) {
      return Optional.of(caller.shown(found.verified()).toProto());
    }
    if (answer instanceof Resolution.Absent absent) {
      return absent
          .tombstone()
          .map(retired -> caller.shown(retired).toProto())
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
