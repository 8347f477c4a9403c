package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.PrefixRevokedException;
import dev.nameplate.log.PrefixSuspendedException;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.chain.BatchSigner;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.merkle.MerkleTree;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Delegation.State;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.trust.statement.Validity;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamConfig;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a node asks others about prefixes that it delegated, and when it does not. */
class NodeResolverTest {
  private static final Question COIL = Question.about(Identifier.parse("88.118.8/COIL-1"));
  private static final LogName LOG = new LogName("88.118/log-1");

  private static final SigningKey KEY =
      SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom());

  private final NodeClient others =
      NodeClient.open(UpstreamConfig.trusting(TrustAnchors.of(List.of())));

  @AfterEach
  void close() {
    others.close();
  }

  @Test
  void nobody_is_asked_about_a_prefix_that_the_node_itself_suspended_or_revoked() {
    assertThatThrownBy(() -> referringTo(State.SUSPENDED).resolve(COIL))
        .isInstanceOf(PrefixSuspendedException.class);
    assertThatThrownBy(() -> referringTo(State.REVOKED).resolve(COIL))
        .isInstanceOf(PrefixRevokedException.class);
    assertThat(referringTo(State.SUSPENDED).atOnce(COIL)).isEmpty();
  }

  private NodeResolver referringTo(State state) {
    Resolution referral =
        new Resolution.Referred(
            signer().vouch(statement(state), StatementKind.DELEGATION),
            Duration.ofMinutes(5),
            Source.OWN);
    return new NodeResolver((question, budget) -> referral, prefix -> true, Optional.of(others));
  }

  private static BatchSigner signer() {
    return new BatchSigner(LOG, KEY);
  }

  private static SignedStatement statement(State state) {
    Delegation delegation =
        new Delegation(
            COIL.identifier().prefix(),
            1,
            Bytes.EMPTY,
            state,
            "a mill",
            true,
            List.of(),
            List.of(),
            Validity.ALWAYS);
    Bytes body = DelegationBody.of(delegation, LOG).encoded();
    MerkleTree leaves = MerkleTree.ofData(SignatureSuite.ED25519_SHA256.hash(), List.of(body));
    return SignedStatement.of(
        body, List.of(), 0, List.of(), signer().sign(1, 1, 0, leaves, Instant.EPOCH));
  }
}
