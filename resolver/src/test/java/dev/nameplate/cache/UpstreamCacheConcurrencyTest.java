package dev.nameplate.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Resolution;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamCacheConcurrencyTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int AT_ONCE = 1000;
  private static final SignedAnswers MILL = new SignedAnswers("88.118.8/log-0badcafe");

  private final ExecutorService flights = Executors.newFixedThreadPool(4);
  private final ExecutorService askers = Executors.newCachedThreadPool();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  @AfterEach
  void stop() {
    flights.shutdownNow();
    askers.shutdownNow();
  }

  @Test
  void a_thousand_equal_questions_at_once_are_one_call() throws Exception {
    Resolution record = MILL.found(COIL, 1, MINUTE);
    UpstreamCache cache = cache(() -> record);
    for (Object answer : atOnce(cache)) {
      assertThat(answer).isInstanceOf(Resolution.Found.class);
    }
    assertThat(asked).hasValue(1);
    assertThat(cache.inFlight()).isZero();
  }

  @Test
  void a_thousand_equal_questions_at_once_that_fail_are_one_call() throws Exception {
    NodeException failure = new NodeException(ErrorReason.UNREACHABLE, "peer.example: no answer");
    UpstreamCache cache =
        cache(
            () -> {
              throw failure;
            });
    assertThat(atOnce(cache)).containsOnly(failure);
    assertThat(asked).hasValue(1);
    assertThat(cache.inFlight()).isZero();
  }

  @Test
  void a_thousand_equal_questions_about_a_stale_record_are_one_call() throws Exception {
    Resolution record = MILL.found(COIL, 1, MINUTE);
    UpstreamCache cache =
        cache(
            () -> {
              if (asked.get() == 1) {
                return record;
              }
              throw new NodeException(ErrorReason.UNREACHABLE, "peer.example: no answer");
            });
    cache.resolve(COIL);
    nanos.addAndGet(MINUTE.toNanos());
    for (Object answer : atOnce(cache)) {
      assertThat(answer).isInstanceOf(Resolution.Found.class);
    }
    assertThat(asked).hasValue(2);
  }

  /**
   * The record changes all the time, and the cache is told. Whoever asks after it was told of a
   * version sees that one or a later one, whatever fails and is in the air.
   */
  @Test
  void what_was_forgotten_is_never_given_again() throws Exception {
    long seed = System.nanoTime();
    AtomicLong version = new AtomicLong(1);
    AtomicLong told = new AtomicLong(1);
    Random luck = new Random(seed);
    UpstreamCache cache =
        cache(
            () -> {
              long now = version.get();
              if (luck.nextInt(10) == 0) {
                throw new IllegalStateException("broken");
              }
              return MILL.found(COIL, now, MINUTE);
            });
    List<Future<Integer>> readers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      readers.add(askers.submit(() -> read(cache, told)));
    }
    while (readers.stream().anyMatch(reader -> !reader.isDone())) {
      long now = version.incrementAndGet();
      cache.forget(COIL);
      told.set(now);
    }
    for (Future<Integer> reader : readers) {
      assertThat(reader.get()).as("seed %d: answers older than was told", seed).isZero();
    }
    assertThat(version.get()).isGreaterThan(100);
    assertThat(cache.inFlight()).isZero();
  }

  private static int read(UpstreamCache cache, AtomicLong told) {
    int older = 0;
    for (int i = 0; i < 20_000; i++) {
      long least = told.get();
      try {
        Resolution.Found found = (Resolution.Found) cache.resolve(COIL);
        older += found.record().version() < least ? 1 : 0;
      } catch (IllegalStateException e) {
        assertThat(e).hasMessage("broken");
      }
    }
    return older;
  }

  private UpstreamCache cache(Callable<Resolution> upstream) {
    return new UpstreamCache(
        (question, budget) -> {
          asked.incrementAndGet();
          try {
            return upstream.call();
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        },
        UpstreamCacheBounds.DEFAULT,
        flights,
        nanos::get);
  }

  /** Answers and failures. */
  private List<Object> atOnce(UpstreamCache cache) throws Exception {
    CyclicBarrier barrier = new CyclicBarrier(AT_ONCE);
    List<Future<Object>> asking = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      asking.add(
          askers.submit(
              () -> {
                barrier.await();
                try {
                  return cache.resolve(COIL);
                } catch (NodeException e) {
                  return e;
                }
              }));
    }
    List<Object> answers = new ArrayList<>();
    for (Future<Object> answer : asking) {
      answers.add(answer.get());
    }
    return answers;
  }
}
