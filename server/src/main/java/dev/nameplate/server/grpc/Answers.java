package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Following.Step;
import dev.nameplate.resolve.Following.Trail;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.server.operation.Answer;
import dev.nameplate.server.operation.ManyAnswers;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.v1.LinkedAnswer;
import dev.nameplate.v1.ManyAnswer;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SignedStatement;
import dev.nameplate.v1.Source;
import dev.nameplate.wire.PackedAnswers;
import dev.nameplate.wire.QuestionCodec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        plain(found, answer.proofs().apply(trail.identifier(), found), answer.selected(), caller);
    trail.aliases().forEach(step -> response.addAliases(linked(answer, step, caller)));
    trail.references().forEach(step -> response.addReferences(linked(answer, step, caller)));
    answer.route().forEach(hop -> response.addRoute(QuestionCodec.toProto(hop)));
    return response.build();
  }

  /** A message of answers about many identifiers, as a caller may see them. */
  static ResolveManyResponse packed(
      List<ManyAnswers.Item> items, Caller caller, PackedAnswers.Packing packing) {
    for (ManyAnswers.Item item : items) {
      if (item.result() instanceof Resolved.Failed failed) {
        packing.add(Failures.item(failed.failure()));
      } else {
        add(item, item.result().answer(), caller, packing);
      }
    }
    return packing.message();
  }

  private static void add(
      ManyAnswers.Item item, Resolution found, Caller caller, PackedAnswers.Packing packing) {
    ManyAnswer.Builder answer =
        ManyAnswer.newBuilder()
            .setOutcome(outcome(found))
            .setSource(source(found))
            .setTtlSeconds(ttlSeconds(found));
    if (!item.selected().isEmpty()) {
      answer.addAllSelected(item.selected());
    }
    if (found instanceof Resolution.Absent absent) {
      absent.newest().ifPresent(answer::setNewestVersion);
    }
    packing.add(answer, shown(found, caller), item.chain());
  }

  private static ResolveResponse.Builder plain(
      Resolution found,
      List<dev.nameplate.trust.statement.SignedStatement> chain,
      List<Integer> selected,
      Caller caller) {
    ResolveResponse.Builder response =
        ResolveResponse.newBuilder()
            .setOutcome(outcome(found))
            .setSource(source(found))
            .setTtlSeconds(ttlSeconds(found))
            .addAllSelected(selected);
    for (dev.nameplate.trust.statement.SignedStatement delegation : chain) {
      response.addChain(delegation.toProto());
    }
    statement(found, caller).ifPresent(response::setStatement);
    if (found instanceof Resolution.Absent absent) {
      absent.newest().ifPresent(response::setNewestVersion);
    }
    return response;
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
    return Optional.ofNullable(shown(answer, caller))
        .map(dev.nameplate.trust.statement.SignedStatement::toProto);
  }

  /** The statement about the identifier as a caller may see it; null if there is none. */
  private static dev.nameplate.trust.statement.@Nullable SignedStatement shown(
      Resolution answer, Caller caller) {
    if (answer instanceof Resolution.Found found) {
      return caller.shown(found.verified());
    }
    if (answer instanceof Resolution.Absent absent) {
      return absent
          .tombstone()
          .map(caller::shown)
          .or(() -> absent.denial().map(Verified::statement))
          .orElse(null);
    }
    return null;
  }

  private static int ttlSeconds(Resolution answer) {
    return (int) Math.min(answer.timeToLive().toSeconds(), LONGEST_TIME_TO_LIVE);
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
