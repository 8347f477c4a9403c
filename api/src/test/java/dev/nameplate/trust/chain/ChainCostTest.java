package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What checking a chain costs at most, counted in signatures. */
class ChainCostTest {
  private final List<Party> parties = Party.line(17);
  private final List<SignedStatement> links = Party.links(parties);
  private final Party last = parties.get(16);
  private final Identifier asked = Identifier.parse(last.prefix + "/1");
  private final SignedStatement record = last.record(asked.toString());
  private final AtomicInteger checks = new AtomicInteger();
  private final AtomicInteger counted = new AtomicInteger();
  private final StatementVerifier plain =
      new StatementVerifier(
          Party.anchors(parties.get(0)),
          Example.CLOCK,
          100,
          (key, message, signature) -> {
            checks.incrementAndGet();
            return key.verifies(message, signature);
          });
  private final StatementVerifier verifier = plain.counting(counted::incrementAndGet);

  @Test
  void a_chain_of_16_costs_17_signatures_the_first_time_and_none_the_second() {
    verifier.verify(record, links, asked);
    assertThat(checks).hasValue(17);
    assertThat(counted).hasValue(17);

    verifier.verify(record, links, asked);
    assertThat(checks).hasValue(17);
    assertThat(counted).hasValue(17);
  }

  @Test
  void verifiers_that_count_share_what_is_remembered() {
    plain.verify(record, links, asked);

    verifier.verify(record, links, asked);

    assertThat(counted).hasValue(0);
  }

  @Test
  void counting_twice_counts_in_both_places() {
    AtomicInteger second = new AtomicInteger();

    verifier.counting(second::incrementAndGet).verify(record, links, asked);

    assertThat(counted).hasValue(17);
    assertThat(second).hasValue(17);
  }

  @Test
  void a_used_up_budget_ends_the_check_before_the_next_signature() {
    AtomicInteger left = new AtomicInteger(3);
    StatementVerifier limited =
        plain.counting(
            () -> {
              if (left.getAndDecrement() == 0) {
                throw Rule.PROOF_INVALID.broken("used up");
              }
            });

    assertThatThrownBy(() -> limited.verify(record, links, asked))
        .matches(Rule.PROOF_INVALID::isBrokenBy);
    assertThat(checks).hasValue(3);
  }

  @Test
  void the_worst_answer_with_wrong_signatures_costs_one_signature() {
    List<SignedStatement> worst = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      worst.add(forged(full(parties.get(i), parties.get(i + 1))));
    }
    assertThat(worst.get(0).encodedSize()).isGreaterThan(2000);

    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThatThrownBy(() -> verifier.verify(forged(record), worst, asked))
          .matches(Rule.SIGNATURE_INVALID::isBrokenBy);
      assertThat(checks).hasValue(attempt);
    }
  }

  @Test
  void links_that_are_passed_over_cost_nothing() {
    SignedStatement above = forged(full(parties.get(0), Party.of("88")));
    List<SignedStatement> useless = IntStream.range(0, 16).mapToObj(i -> above).toList();

    assertThat(verifier.authority(useless, Prefix.parse("88.1")).chain()).isEmpty();
    assertThat(checks).hasValue(0);
  }

  @Test
  void what_is_refused_for_another_reason_costs_nothing() {
    Party stranger = Party.of("88", SignatureSuite.SM2_SM3, "stranger");
    for (SignedStatement link :
        List.of(
            stranger.delegates(parties.get(1).delegated()),
            parties.get(0).delegates(Party.of("88.2").delegated()),
            links.get(0).withDisclosures(List.of(record.body())))) {
      assertThatThrownBy(() -> verifier.authority(List.of(link), last.prefix))
          .isInstanceOf(RejectedStatementException.class);
    }
    assertThat(checks).hasValue(0);
  }

  /** A delegation with as many keys and endpoints as there may be. */
  private static SignedStatement full(Party from, Party to) {
    List<AuthorityKey> keys = new ArrayList<>(List.of(to.authorityKey()));
    for (int i = 1; i < Delegation.MAX_KEYS; i++) {
      keys.add(to.successor("k" + i).authorityKey());
    }
    return from.delegates(
        to.delegated()
            .keys(keys.toArray(AuthorityKey[]::new))
            .endpoints(
                IntStream.range(0, Delegation.MAX_ENDPOINTS)
                    .mapToObj(i -> new Endpoint("n".repeat(100) + i, 7430))
                    .toList()));
  }

  private static SignedStatement forged(SignedStatement statement) {
    dev.nameplate.v1.SignedStatement.Builder proto = statement.toProto().toBuilder();
    proto
        .getProofBuilder()
        .getBatchBuilder()
        .setSignature(com.google.protobuf.ByteString.copyFrom(new byte[64]));
    return SignedStatement.fromProto(proto.build());
  }
}
