package dev.nameplate.upstream;

import static dev.nameplate.upstream.ServedNode.absent;
import static dev.nameplate.upstream.ServedNode.found;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.cache.UpstreamCacheBounds;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.v1.EvidenceRequest;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What questions cost: the nodes that are asked, and the one that asks. */
class CostTest extends NodesTest {
  private static final int MANY = 1000;

  @Test
  void a_cold_question_across_three_levels_takes_one_call_a_level_and_then_one() {
    NodeClient client = client();
    Budget cold = Budget.standard();
    assertThat(ask(client, COIL, cold)).isInstanceOf(Resolution.Found.class);
    assertThat(cold.upstreamCalls()).isEqualTo(3);

    Budget warm = Budget.standard();
    assertThat(ask(client, "88.118.8/COIL-2", warm)).isInstanceOf(Resolution.Found.class);
    assertThat(warm.upstreamCalls()).isEqualTo(1);

    Budget kept = Budget.standard();
    assertThat(ask(client, COIL, kept).source()).isEqualTo(Source.CACHE);
    assertThat(kept.upstreamCalls()).isZero();
  }

  @Test
  void a_thousand_equal_questions_at_once_are_one_to_each_node() throws Exception {
    assertCallsOfMany(i -> CRATE, 1);
  }

  @Test
  void a_thousand_questions_at_once_below_a_cold_prefix_are_one_to_each_node_above()
      throws Exception {
    assertCallsOfMany(i -> "88.119.7/CRATE-" + i, MANY);
  }

  /** Asks at once; the first node that is asked waits until all have begun to ask. */
  private void assertCallsOfMany(IntFunction<String> identifier, int atQuay) throws Exception {
    quayNode.answer(request -> found(quay.record(request.getIdentifier(), 1, now())));
    CountDownLatch asking = new CountDownLatch(MANY);
    nation.answer(
        request -> {
          awaited(asking);
          return nation.truth(request);
        });
    int[] before = {nation.calls(), portNode.calls(), quayNode.calls()};
    NodeClient client = client();
    ExecutorService threads = closedAfterwards(new Threads(MANY)).threads;
    List<CompletableFuture<Resolution>> answers =
        IntStream.range(0, MANY)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> {
                          asking.countDown();
                          return ask(client, identifier.apply(i), patient());
                        },
                        threads))
            .toList();
    for (CompletableFuture<Resolution> answer : answers) {
      assertThat(answer.get()).isInstanceOf(Resolution.Found.class);
    }
    assertThat(nation.calls() - before[0]).isEqualTo(1);
    assertThat(portNode.calls() - before[1]).isEqualTo(1);
    assertThat(quayNode.calls() - before[2]).isEqualTo(atQuay);
  }

  private record Threads(ExecutorService threads) implements AutoCloseable {
    Threads(int count) {
      this(Executors.newFixedThreadPool(count));
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }

  private static void awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Budget patient() {
    return Budget.of(new Budget.Limits(32, 16, 8, 32, 4, Duration.ofMinutes(1)));
  }

  @Test
  void random_absent_names_do_not_push_out_what_is_asked_for() {
    quayNode.answer(
        request ->
            request.getIdentifier().contains("CRATE")
                ? found(quay.record(request.getIdentifier(), 1, now()))
                : absent(quay.denies(request.getIdentifier(), now())));
    Upstream direct = new DirectUpstream(quayNode);
    NodeClient client =
        closedAfterwards(
            NodeClient.open(
                trusting(quay.anchor(quayNode.endpoint()))
                    .withCache(UpstreamCacheBounds.DEFAULT.withBytes(1 << 20, 1 << 18)),
                KnownAuthorities.NONE,
                direct,
                NodesTest::nanoTime));
    IntStream.range(0, 100).forEach(i -> ask(client, "88.119.7/CRATE-" + i));
    long hits = client.statistics().hits();
    for (int i = 0; i < 5_000; i++) {
      ask(client, "88.119.7/NONE-" + i);
      ask(client, "88.119.7/CRATE-" + i % 100);
    }
    assertThat(client.statistics().hits() - hits).isEqualTo(5_000);
    assertThat(client.statistics().bytes()).isLessThanOrEqualTo((1 << 20) + (1 << 18));
  }

  /** Carries questions to a node's script without a socket. */
  private record DirectUpstream(PuppetNode node) implements Upstream {
    @Override
    public ResolveResponse resolve(Target target, ResolveRequest request, Budget budget) {
      budget.spendUpstreamCall();
      return node.said(request);
    }

    @Override
    public Steps<TraceResponse> trace(Target target, TraceRequest request, Budget budget) {
      throw new UnsupportedOperationException("trace");
    }

    @Override
    public Steps<ResolveManyResponse> resolveMany(
        Target target, ResolveManyRequest request, Budget budget) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Steps<TraceResponse> evidence(Target target, EvidenceRequest request, Budget budget) {
      throw new UnsupportedOperationException("evidence");
    }

    @Override
    public void follow(Target target, ReadStatementsRequest request, Executor thread, Feed feed) {
      throw new UnsupportedOperationException("follow");
    }

    @Override
    public void close() {}
  }
}
