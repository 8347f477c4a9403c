package dev.nameplate.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachingResolverTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path directory;

  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private Resolution record = absent(MINUTE); // replaced by a real one before each test

  @BeforeEach
  void assignOne() {
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"))) {
      node.registrar().assign(Assignment.of(COIL).value(1, "NO", "1"));
      record =
          new Resolution.Found(
              ((Resolution.Found) node.resolver().resolve(COIL)).verified(), MINUTE, Source.OWN);
    }
  }

  @Test
  void a_record_is_asked_for_once_and_again_when_its_time_to_live_has_passed() {
    CachingResolver resolver = caching(CacheBounds.DEFAULT, record);
    resolver.resolve(COIL);
    pass(Duration.ofSeconds(59));
    assertThat(resolver.resolve(COIL)).isInstanceOf(Resolution.Found.class);
    assertThat(asked).hasValue(1);
    pass(Duration.ofSeconds(2));
    resolver.resolve(COIL);
    assertThat(asked).hasValue(2);
  }

  @Test
  void an_absence_is_asked_for_again_when_its_time_to_live_has_passed() {
    CachingResolver resolver = caching(CacheBounds.DEFAULT, absent(MINUTE));
    resolver.resolve(COIL);
    resolver.resolve(COIL);
    assertThat(asked).hasValue(1);
    pass(MINUTE);
    resolver.resolve(COIL);
    assertThat(asked).hasValue(2);
  }

  @Test
  void what_is_kept_is_given_with_the_time_to_live_that_is_left() {
    for (Resolution answer : List.of(record, absent(MINUTE))) {
      CachingResolver resolver = caching(CacheBounds.DEFAULT, answer);
      assertThat(resolver.resolve(COIL)).isSameAs(answer);
      pass(Duration.ofSeconds(50));
      assertThat(resolver.resolve(COIL)).isEqualTo(answer.withTimeToLive(Duration.ofSeconds(10)));
    }
    assertThat(asked).hasValue(2);
  }

  @Test
  void nothing_is_kept_longer_than_its_bound() {
    CacheBounds bounds =
        new CacheBounds(1 << 20, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(3));
    CachingResolver records = caching(bounds, record);
    records.resolve(COIL);
    pass(Duration.ofSeconds(10));
    records.resolve(COIL);
    assertThat(asked).hasValue(2);
    CachingResolver absences = caching(bounds, absent(MINUTE));
    absences.resolve(COIL);
    pass(Duration.ofSeconds(3));
    absences.resolve(COIL);
    assertThat(asked).hasValue(4);
  }

  @Test
  void an_answer_that_may_not_be_reused_is_not() {
    CachingResolver resolver = caching(CacheBounds.DEFAULT, absent(Duration.ZERO));
    resolver.resolve(COIL);
    resolver.resolve(COIL);
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_referral_is_not_kept() {
    Prefix pears = Prefix.parse("20.500.1");
    try (Node node = Node.open(NodeConfig.in(directory.resolve("above")).authorityFor("20.500"))) {
      node.allotments().allot(Allotment.hosted(pears, "Pears"));
      node.allotments().suspend(pears, 0, OperationId.NONE);
      Identifier pear = Identifier.of(pears, COIL.suffix());
      CachingResolver resolver = caching(CacheBounds.DEFAULT, node.resolver().resolve(pear));
      assertThat(resolver.resolve(pear)).isInstanceOf(Resolution.Referred.class);
      resolver.resolve(pear);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void a_cache_without_room_keeps_nothing() {
    CachingResolver resolver = caching(new CacheBounds(0, 0, MINUTE, MINUTE), record);
    resolver.resolve(COIL);
    resolver.resolve(COIL);
    assertThat(asked).hasValue(2);
  }

  @Test
  void absences_push_no_record_out() {
    CachingResolver resolver =
        new CachingResolver(
            (question, budget) -> {
              asked.incrementAndGet();
              return question.identifier().equals(COIL) ? record : absent(MINUTE);
            },
            new CacheBounds(1 << 16, 1 << 16, MINUTE, MINUTE),
            nanos::get);
    resolver.resolve(COIL);
    for (int i = 0; i < 10_000; i++) {
      resolver.resolve(Identifier.parse("88.118.8/NO-SUCH-" + i));
    }
    int before = asked.get();
    resolver.resolve(COIL);
    assertThat(asked).hasValue(before);
  }

  @Test
  void older_versions_are_asked_for_every_time() {
    CachingResolver resolver = caching(CacheBounds.DEFAULT, record);
    Question first = new Question(COIL, new AsOf.Version(1));
    resolver.resolve(first);
    resolver.resolve(first);
    assertThat(asked).hasValue(2);
  }

  @Test
  void what_is_forgotten_is_asked_for_again() {
    CachingResolver resolver = caching(CacheBounds.DEFAULT, record);
    resolver.resolve(COIL);
    resolver.forget(List.of(Identifier.parse("88.118.8/coil-1")));
    resolver.resolve(COIL);
    assertThat(asked).hasValue(2);
  }

  @Test
  void many_who_ask_at_once_share_one_answer() {
    CountDownLatch mayAnswer = new CountDownLatch(1);
    CachingResolver resolver =
        new CachingResolver(
            (question, budget) -> {
              asked.incrementAndGet();
              await(mayAnswer);
              return record;
            },
            CacheBounds.DEFAULT,
            nanos::get);
    List<CompletableFuture<Resolution>> answers =
        IntStream.range(0, 16)
            .mapToObj(
                i -> resolver.resolveAsync(Question.about(COIL), task -> new Thread(task).start()))
            .toList();
    mayAnswer.countDown();
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isSameAs(record));
    assertThat(asked).hasValue(1);
  }

  @Test
  void a_failure_is_passed_on_and_not_kept() {
    AtomicInteger failures = new AtomicInteger(1);
    CachingResolver resolver =
        new CachingResolver(
            (question, budget) -> {
              if (failures.getAndDecrement() > 0) {
                throw new NodeException(ErrorReason.STORE_FAILED, "disk: broken");
              }
              return record;
            },
            CacheBounds.DEFAULT,
            nanos::get);
    assertThatThrownBy(() -> resolver.resolve(COIL)).hasMessage("disk: broken");
    assertThat(resolver.resolve(COIL)).isSameAs(record);
  }

  private CachingResolver caching(CacheBounds bounds, Resolution answer) {
    return new CachingResolver(
        (question, budget) -> {
          asked.incrementAndGet();
          return answer;
        },
        bounds,
        nanos::get);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Resolution absent(Duration timeToLive) {
    return new Resolution.Absent(
        Prefix.parse("88.118.8"), Optional.empty(), Optional.empty(), timeToLive, Source.OWN);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
