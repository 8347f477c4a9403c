package dev.nameplate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.nameplate.v1.BatchProof;
import dev.nameplate.v1.DelegationChain;
import dev.nameplate.v1.ItemError;
import dev.nameplate.v1.ManyAnswer;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.SignedBatch;
import dev.nameplate.v1.SignedStatement;
import dev.nameplate.v1.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Answers are unpacked as they were packed, and share what is equal. */
class PackedAnswersTest {
  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void what_is_packed_is_unpacked_as_the_same(long seed) {
    List<ResolveAllResponse> answers = new RandomAnswers(seed).some();
    List<ResolveManyResponse> messages = Packed.messages(answers, 1 + (int) (seed % 700));
    List<ResolveAllResponse> unpacked = new ArrayList<>();
    for (ResolveManyResponse message : messages) {
      unpacked.addAll(PackedAnswers.unpack(message, answers.size() - unpacked.size()));
    }
    assertThat(unpacked).isEqualTo(answers);
  }

  @Test
  void equal_batches_hashes_and_chains_are_sent_once_and_are_one_object_for_the_reader() {
    List<ResolveAllResponse> answers = new RandomAnswers(1).ofOneBatch(256);
    ResolveManyResponse message = Packed.messages(answers, 256).get(0);
    assertThat(message.getBatchesCount()).isEqualTo(1);
    assertThat(message.getChainsCount()).isEqualTo(1);
    assertThat(message.getHashes().size()).isEqualTo(510 * 32); // every node but the root

    List<ResolveAllResponse> unpacked = PackedAnswers.unpack(message, 256);
    BatchProof first = unpacked.get(0).getAnswer().getStatement().getProof();
    BatchProof second = unpacked.get(2).getAnswer().getStatement().getProof();
    assertThat(first.getBatch()).isSameAs(second.getBatch());
    assertThat(first.getPath(7)).isSameAs(second.getPath(7));
  }

  @Test
  void more_answers_than_expected_are_refused_and_none_too() {
    ResolveManyResponse two = Packed.messages(new RandomAnswers(2).ofOneBatch(2), 2).get(0);
    assertThat(PackedAnswers.unpack(two, 2)).hasSize(2);
    assertRefused(two, 1);
    assertRefused(ResolveManyResponse.getDefaultInstance(), 1);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("a batch that is not there", answer -> answer.setBatch(1)),
        fault("a batch beyond any int", answer -> answer.setBatch(-1)),
        fault("a hash that is not there", answer -> answer.setPath(0, 2)),
        fault("a hash beyond any int", answer -> answer.setPath(0, -1)),
        fault("a chain that is not there", answer -> answer.setChain(2)),
        fault("a chain beyond any int", answer -> answer.setChain(-1)),
        fault(
            "a path of 41 hashes",
            answer -> {
              for (int i = 0; i < 40; i++) {
                answer.addPath(0);
              }
            }),
        fault("a path without a statement", ManyAnswer.Builder::clearBody));
  }

  private static Arguments fault(String what, Consumer<ManyAnswer.Builder> change) {
    return Arguments.of(what, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void an_answer_that_refers_to_nothing_is_refused(
      String what, Consumer<ManyAnswer.Builder> change) {
    ResolveManyResponse.Builder message =
        Packed.messages(new RandomAnswers(3).ofOneBatch(2), 2).get(0).toBuilder();
    change.accept(message.getAnswersBuilder(1));
    assertRefused(message.build(), 2);
  }

  @Test
  void a_chain_longer_than_any_is_refused_before_answers_have_it() {
    ResolveManyResponse.Builder message =
        Packed.messages(new RandomAnswers(5).ofOneBatch(2), 2).get(0).toBuilder();
    DelegationChain.Builder chain = message.addChainsBuilder();
    for (int i = 0; i < 17; i++) {
      chain.addDelegationsBuilder();
    }
    assertRefused(message.build(), 2);
  }

  @Test
  void hashes_that_are_cut_off_are_refused() {
    ResolveManyResponse message = Packed.messages(new RandomAnswers(4).ofOneBatch(2), 2).get(0);
    assertRefused(message.toBuilder().setHashes(message.getHashes().substring(1)).build(), 2);
  }

  private static void assertRefused(ResolveManyResponse message, int most) {
    assertThatThrownBy(() -> PackedAnswers.unpack(message, most))
        .isInstanceOf(UnacceptableAnswerException.class)
        .hasMessageContaining("answer cannot be used");
  }

  /** Makes answers, with proofs of trees of random hashes. */
  private static final class RandomAnswers {
    private final Random random;

    RandomAnswers(long seed) {
      this.random = new Random(seed);
    }

    List<ResolveAllResponse> some() {
      List<ResolveAllResponse> answers = new ArrayList<>();
      while (answers.size() < 1 + random.nextInt(1000)) {
        switch (random.nextInt(4)) {
          case 0 -> answers.add(error());
          case 1 -> answers.add(of(unproven()));
          default -> answers.addAll(ofOneBatch(1 << random.nextInt(9)));
        }
      }
      return answers;
    }

    /** Found records, all leaves of a batch. */
    List<ResolveAllResponse> ofOneBatch(int leaves) {
      SignedBatch batch =
          SignedBatch.newBuilder().setHeader(bytes(120)).setSignature(bytes(64)).build();
      ByteString[] nodes = new ByteString[2 * leaves]; // the children of n are 2 n and 2 n + 1
      for (int node = 1; node < nodes.length; node++) {
        nodes[node] = bytes(32);
      }
      List<SignedStatement> chain =
          List.of(statement(batch, 0, nodes, leaves), statement(batch, leaves - 1, nodes, leaves));
      List<ResolveAllResponse> answers = new ArrayList<>();
      for (int leaf = 0; leaf < leaves; leaf++) {
        answers.add(
            of(
                ResolveResponse.newBuilder()
                    .setOutcome(Outcome.OUTCOME_FOUND)
                    .setStatement(statement(batch, leaf, nodes, leaves))
                    .addAllSelected(random.nextBoolean() ? List.of() : List.of(1, 7))
                    .setTtlSeconds(random.nextInt())
                    .setSource(Source.forNumber(random.nextInt(5)))
                    .addAllChain(chain)
                    .build()));
      }
      return answers;
    }

    private SignedStatement statement(SignedBatch batch, int leaf, ByteString[] nodes, int leaves) {
      BatchProof.Builder proof = BatchProof.newBuilder().setLeafIndex(leaf).setBatch(batch);
      for (int node = leaves + leaf; node > 1; node /= 2) {
        proof.addPath(nodes[node ^ 1]);
      }
      SignedStatement.Builder statement =
          SignedStatement.newBuilder().setBody(bytes(1 + random.nextInt(300))).setProof(proof);
      for (int i = random.nextInt(10); i > 7; i--) {
        statement.addDisclosures(bytes(random.nextInt(50)));
      }
      return statement.build();
    }

    private ResolveResponse unproven() {
      return ResolveResponse.newBuilder()
          .setOutcome(Outcome.OUTCOME_ABSENT)
          .setNewestVersion(random.nextLong())
          .build();
    }

    private ResolveAllResponse error() {
      return ResolveAllResponse.newBuilder()
          .setError(ItemError.newBuilder().setReason("R" + random.nextInt()))
          .build();
    }

    private static ResolveAllResponse of(ResolveResponse answer) {
      return ResolveAllResponse.newBuilder().setAnswer(answer).build();
    }

    private ByteString bytes(int size) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      return ByteString.copyFrom(bytes);
    }
  }
}
