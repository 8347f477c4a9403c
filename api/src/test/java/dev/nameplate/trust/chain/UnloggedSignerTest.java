package dev.nameplate.trust.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnloggedSignerTest {
  private static final int THREADS = 32;
  private static final int EACH = 40;

  @ParameterizedTest
  @EnumSource
  void many_threads_at_once_each_get_their_own_proof_and_share_signatures(SignatureSuite suite)
      throws Exception {
    Party party = Party.of("88.118.8", suite, "absences");
    UnloggedSigner<Absence> signer = UnloggedSigner.ofAbsences(party.log, party.key);
    List<Verified<Absence>> answers = atOnce(signer);

    StatementVerifier verifier = Party.at(Duration.ofMinutes(1), party);
    Authority authority = verifier.authority(List.of(), party.prefix);
    Set<Bytes> signatures = new HashSet<>();
    Set<Identifier> identifiers = new HashSet<>();
    for (Verified<Absence> answer : answers) {
      Identifier identifier = answer.value().identifier();
      SignedStatement sent = SignedStatement.parse(answer.statement().encoded());

      assertThat(verifier.verifyAbsence(sent, identifier, authority).value())
          .isEqualTo(answer.value());
      identifiers.add(identifier);
      signatures.add(sent.signedBatch().signature());
    }
    assertThat(identifiers).hasSize(THREADS * EACH);
    assertThat(signatures).hasSizeLessThan(THREADS * EACH);
  }

  private static List<Verified<Absence>> atOnce(UnloggedSigner<Absence> signer) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CountDownLatch ready = new CountDownLatch(THREADS);
      List<Future<List<Verified<Absence>>>> futures = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        String name = "88.118.8/" + thread + "-";
        Callable<List<Verified<Absence>>> work =
            () -> {
              ready.countDown();
              ready.await();
              List<Verified<Absence>> own = new ArrayList<>();
              for (int i = 0; i < EACH; i++) {
                Verified<Absence> answer = signer.sign(absence(name + i), Example.TIME);
                assertThat(answer.value()).isEqualTo(absence(name + i));
                own.add(answer);
              }
              return own;
            };
        futures.add(threads.submit(work));
      }
      List<Verified<Absence>> answers = new ArrayList<>();
      for (Future<List<Verified<Absence>>> future : futures) {
        answers.addAll(future.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void its_batches_follow_each_other_in_the_log_of_absences() {
    Party party = Party.mill();
    UnloggedSigner<Absence> signer = UnloggedSigner.ofAbsences(party.log, party.key);

    for (int i = 0; i < 3; i++) {
      BatchHeader batch = signer.sign(absence("88.118.8/" + i), Example.TIME).batch();

      assertThat(batch.log()).isEqualTo(party.log.absences());
      assertThat(batch.batch()).isEqualTo(i);
      assertThat(batch.firstPosition()).isEqualTo(i);
      assertThat(batch.count()).isEqualTo(1);
    }
  }

  @Test
  void a_time_finer_than_a_millisecond_is_cut() {
    Party party = Party.mill();

    assertThat(
            UnloggedSigner.ofAbsences(party.log, party.key)
                .sign(absence("88.118.8/1"), Example.TIME.plusNanos(999_999))
                .time())
        .isEqualTo(Example.TIME);
  }

  @Test
  void a_time_that_cannot_be_signed_fails_one_question_and_not_the_next() {
    Party party = Party.mill();
    UnloggedSigner<Absence> signer = UnloggedSigner.ofAbsences(party.log, party.key);

    assertThatThrownBy(() -> signer.sign(absence("88.118.8/1"), Instant.EPOCH.minusSeconds(1)))
        .matches(Rule.MALFORMED_STATEMENT::isBrokenBy);
    assertThat(signer.sign(absence("88.118.8/2"), Example.TIME).batch().count()).isEqualTo(1);
  }

  private static Absence absence(String identifier) {
    return new Absence(Identifier.parse(identifier), Party.mill().prefix, 3, Duration.ofMinutes(5));
  }
}
