package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SignedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to the answers of any node, nothing comes of them but the truth, or nothing. */
class TamperingTest extends NodesTest {
  private static final int ROUNDS = 1_500;
  private static final String NOTHING = "88.118.8/NOTHING";
  private static final long SEED = Long.getLong("nameplate.seed", System.nanoTime());

  private final Random random = new Random(SEED);
  private final List<SignedStatement> parts = new ArrayList<>();

  @Test
  void nothing_but_the_true_record_or_a_true_absence_or_a_typed_failure() {
    Verified<?> truth = assertFound(client(), COIL, Source.UPSTREAM).verified();
    tamperWithAll();
    NodeClient client = client();
    int answered = 0;
    for (int round = 0; round < ROUNDS; round++) {
      String asked = round % 2 == 0 ? COIL : NOTHING;
      Budget budget = Budget.standard();
      if (round % 5 == 0) {
        client.forgetUnder(nation.node().anchor().prefixes().get(0));
      }
      try {
        Resolution answer = client.ask(Question.about(Identifier.parse(asked)), budget);
        answered++;
        if (asked.equals(COIL)) {
          assertThat(((Resolution.Found) answer).verified()).as(told(round)).isEqualTo(truth);
        } else {
          assertThat(((Resolution.Absent) answer).denial()).as(told(round)).isPresent();
        }
        assertThat(answer.timeToLive()).as(told(round)).isLessThanOrEqualTo(Duration.ofHours(1));
      } catch (NameplateException e) {
        assertThat(e.getMessage()).as(told(round)).doesNotContain("\n").hasSizeLessThan(2000);
      }
      assertThat(budget.upstreamCalls()).as(told(round)).isLessThanOrEqualTo(32);
    }
    assertThat(answered).as(told(ROUNDS)).isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
  }

  @Test
  void a_record_that_is_kept_stays_whatever_is_said_later() {
    NodeClient client = client();
    Verified<?> truth = assertFound(client, COIL, Source.UPSTREAM).verified();
    tamperWithAll();
    for (int round = 0; round < ROUNDS / 5; round++) {
      Resolution answer = ask(client, COIL);
      assertThat(((Resolution.Found) answer).verified()).as(told(round)).isEqualTo(truth);
      CLOCK.step(Duration.ofSeconds(100)); // beyond what a failure and a stale answer are kept for
      if (round % 20 == 0) {
        beHonest();
        assertThat(ask(client, COIL)).isInstanceOf(Resolution.Found.class);
        tamperWithAll();
      }
    }
    assertThat(client.statistics().stale()).isPositive();
  }

  private static String told(int round) {
    return "round " + round + " of seed " + SEED;
  }

  private void tamperWithAll() {
    for (ServedNode node : List.of(nation, county, mill)) {
      for (String identifier : List.of(COIL, "88.118.8/COIL-2", NOTHING, "88.118.8/NONE", CRATE)) {
        if (node.node().prefixes().stream()
            .anyMatch(own -> own.contains(Identifier.parse(identifier).prefix()))) {
          ResolveResponse answer = node.truth(identifier);
          parts.addAll(answer.getChainList());
          parts.add(answer.getStatement());
        }
      }
      node.tamper(this::tampered);
    }
  }

  private synchronized ResolveResponse tampered(ResolveResponse answer) {
    ResolveResponse changed = answer;
    for (int changes = random.nextInt(3); changes > 0; changes--) {
      changed = changedOnce(changed);
    }
    return changed;
  }

  private ResolveResponse changedOnce(ResolveResponse answer) {
    ResolveResponse.Builder changed = answer.toBuilder();
    int links = changed.getChainCount();
    switch (random.nextInt(11)) {
      case 0 -> changed.setOutcomeValue(random.nextInt(5));
      case 1 -> changed.clearStatement();
      case 2 -> changed.setStatement(part());
      case 3 -> changed.addChain(random.nextInt(links + 1), part());
      case 4 -> changed.clearChain();
      case 5 -> changed.setTtlSeconds(random.nextInt());
      case 6 -> changed.setStatement(mixed(changed.getStatement()));
      case 7 -> {
        if (links > 0) {
          changed.setChain(random.nextInt(links), mixed(changed.getChain(random.nextInt(links))));
        }
      }
      case 8 -> changed.setOutcome(Outcome.OUTCOME_ABSENT).setStatement(part());
      default -> {
        return flipped(answer);
      }
    }
    return changed.build();
  }

  /** A statement with a piece of another. */
  private SignedStatement mixed(SignedStatement statement) {
    SignedStatement.Builder mixed = statement.toBuilder();
    SignedStatement other = part();
    switch (random.nextInt(5)) {
      case 0 -> mixed.setBody(other.getBody());
      case 1 -> mixed.setProof(other.getProof());
      case 2 -> mixed.getProofBuilder().getBatchBuilder().setSignature(signature(other));
      case 3 -> mixed.getProofBuilder().setLeafIndex(random.nextInt(4));
      default -> mixed.addDisclosures(other.getBody());
    }
    return mixed.build();
  }

  private static ByteString signature(SignedStatement statement) {
    return statement.getProof().getBatch().getSignature();
  }

  private SignedStatement part() {
    return parts.get(random.nextInt(parts.size()));
  }

  /** The answer with one bit of its bytes flipped, if it is an answer then. */
  private ResolveResponse flipped(ResolveResponse answer) {
    byte[] bytes = answer.toByteArray();
    if (bytes.length > 0) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    try {
      return ResolveResponse.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return answer;
    }
  }
}
