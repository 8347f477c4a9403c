package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamConfig;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.Source;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks a recursive node over gRPC, and believes the root's anchor and nothing else. */
final class Buyer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(50);

  private final TrustAnchors root;
  private final NodeConnection recursive;

  Buyer(TrustAnchors root, String recursive) {
    this.root = root;
    this.recursive = NodeConnection.to(Endpoint.parse(recursive), Duration.ofSeconds(10));
  }

  /**
   * An answer that was proven down from the root.
   *
   * @param source where the recursive node has it from
   * @param asked how many nodes it asked
   */
  record Answer(Verified<IdentifierRecord> record, Source source, int asked) {
    long version() {
      return record.value().version();
    }
  }

  /** Asks once. */
  Answer ask(String identifier) {
    ResolveResponse answer = send(identifier);
    assertThat(answer.getOutcome()).as(identifier).isEqualTo(Outcome.OUTCOME_FOUND);
    Verified<IdentifierRecord> record =
        new StatementVerifier(root, Clock.systemUTC())
            .verify(
                SignedStatement.fromProto(answer.getStatement()),
                answer.getChainList().stream().map(SignedStatement::fromProto).toList(),
                Identifier.parse(identifier));
    return new Answer(record, answer.getSource(), answer.getRouteCount());
  }

  /** Asks once, and checks nothing. */
  ResolveResponse send(String identifier) {
    return recursive
        .resolution()
        .resolve(
            ResolveRequest.newBuilder()
                .setIdentifier(identifier)
                .setRecursive(true)
                .setRoute(true)
                .build());
  }

  /** Asks again and again until the answer is what is expected; every one must be proven. */
  Answer askUntil(String identifier, Predicate<Answer> expected) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Answer answer = ask(identifier);
    while (!expected.test(answer)) {
      assertThat(System.nanoTime())
          .as("patience for %s, got %s", identifier, answer)
          .isLessThan(end);
      TimeUnit.NANOSECONDS.sleep(BETWEEN_QUESTIONS.toNanos());
      answer = ask(identifier);
    }
    return answer;
  }

  /**
   * A client that remembers nothing yet, and goes from the root's node from referral to referral.
   */
  NodeClient freshClient() {
    return NodeClient.open(trusting());
  }

  /** A client that has a recursive node do the asking. */
  NodeClient clientOf(Endpoint other) {
    return NodeClient.open(trusting().asking(List.of(other)));
  }

  private UpstreamConfig trusting() {
    return UpstreamConfig.trusting(root)
        .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback());
  }

  @Override
  public void close() {
    recursive.close();
  }
}
