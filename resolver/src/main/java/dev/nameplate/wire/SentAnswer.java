package dev.nameplate.wire;

import static dev.nameplate.wire.UnacceptableAnswerException.reading;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Hop;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.LinkedAnswer;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * An answer about an identifier as another node sent it, unverified: {@link AnswerReader} reads its
 * record. Methods throw a {@link dev.nameplate.error.RejectedStatementException} if what they read
 * is malformed. Immutable.
 */
public record SentAnswer(ResolveResponse sent) {
  /**
   * An answer about another identifier, to which the record leads.
   *
   * @param identifier the identifier; empty if it is malformed
   * @param answer the answer, unless there is a refusal
   */
  public record Linked(
      Optional<Identifier> identifier, SentAnswer answer, Optional<Refusal> refusal) {
    private static Linked of(LinkedAnswer proto) {
      ResolveResponse.Builder answer =
          ResolveResponse.newBuilder()
              .setOutcome(proto.getOutcome())
              .addAllChain(proto.getChainList());
      if (proto.hasStatement()) {
        answer.setStatement(proto.getStatement());
      }
      return new Linked(
          identifier(proto),
          new SentAnswer(answer.build()),
          proto.hasError() ? Optional.of(Refusal.fromProto(proto.getError())) : Optional.empty());
    }

    private static Optional<Identifier> identifier(LinkedAnswer proto) {
      try {
        return Optional.of(Identifier.parseRecorded(proto.getIdentifier()));
      } catch (InvalidInputException e) {
        return Optional.empty(); // then no record refers to it
      }
    }
  }

  /** True if it names another node to ask. */
  public boolean isReferral() {
    return sent.getOutcome() == Outcome.OUTCOME_REFERRED;
  }

  /** The signed statement about the identifier: its record, its tombstone, or its absence. */
  public Optional<SignedStatement> statement() {
    return sent.hasStatement()
        ? Optional.of(SignedStatement.fromProto(sent.getStatement()))
        : Optional.empty();
  }

  /** The delegations that came with it, the outermost first. */
  public List<SignedStatement> chain() {
    return sent.getChainList().stream().map(SignedStatement::fromProto).toList();
  }

  /** The newest version of the identifier, if another was requested and does not exist; or 0. */
  public long newestVersion() {
    return sent.getNewestVersion();
  }

  /** The origin of the answer; empty if the node does not tell. */
  public Optional<Source> source() {
    return switch (sent.getSource()) {
      case SOURCE_OWN -> Optional.of(Source.OWN);
      case SOURCE_UPSTREAM -> Optional.of(Source.UPSTREAM);
      case SOURCE_CACHE -> Optional.of(Source.CACHE);
      case SOURCE_STALE -> Optional.of(Source.STALE);
      case SOURCE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  /** The time for which the answer may be reused. */
  public Duration timeToLive() {
    return Duration.ofSeconds(Integer.toUnsignedLong(sent.getTtlSeconds()));
  }

  /** The aliases that led to the answer, in order. */
  public List<Linked> aliases() {
    return sent.getAliasesList().stream().map(Linked::of).toList();
  }

  /** The answers about identifiers to which the record refers. */
  public List<Linked> references() {
    return sent.getReferencesList().stream().map(Linked::of).toList();
  }

  /** The nodes that were asked for it. */
  public List<Hop> route() {
    return reading(
        () ->
            sent.getRouteList().stream()
                .map(
                    hop ->
                        new Hop(
                            Endpoint.parse(hop.getEndpoint()),
                            hop.getAuthority(),
                            hop.getOutcome(),
                            Duration.of(hop.getMicros(), ChronoUnit.MICROS)))
                .toList());
  }
}
