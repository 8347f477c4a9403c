package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.record.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EndpointHealthTest {
  private static final Endpoint A = new Endpoint("a.example", 1);
  private static final Endpoint B = new Endpoint("b.example", 1);
  private static final Endpoint C = new Endpoint("c.example", 1);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000); // soon overflows
  private final EndpointHealth health = new EndpointHealth(UpstreamTimings.DEFAULT, nanos::get);

  @Test
  void endpoints_that_nothing_is_known_of_keep_their_order() {
    assertThat(order()).containsExactly(A, B, C);
  }

  @Test
  void each_endpoint_is_tried_once_and_then_the_quickest() {
    health.answered(A, Duration.ofMillis(40));
    assertThat(order()).containsExactly(B, C, A);
    health.answered(B, Duration.ofMillis(4));
    assertThat(order()).containsExactly(C, B, A);
    health.answered(C, Duration.ofMillis(400));
    assertThat(order()).containsExactly(B, A, C);
  }

  @Test
  void of_equally_quick_endpoints_the_preferred_one_comes_first() {
    health.answered(C, Duration.ofNanos(4_500_000));
    health.answered(B, Duration.ofMillis(5));
    health.answered(A, Duration.ofMillis(7));

    assertThat(order()).containsExactly(A, B, C);
  }

  @Test
  void one_slow_answer_does_not_make_a_slow_endpoint_and_many_do() {
    health.answered(A, Duration.ofMillis(2));
    health.answered(B, Duration.ofMillis(30));
    health.answered(C, Duration.ofMillis(30));

    health.answered(A, Duration.ofMillis(20));
    assertThat(order().get(0)).isEqualTo(A);
    for (int i = 0; i < 20; i++) {
      health.answered(A, Duration.ofMillis(300));
    }
    assertThat(order()).containsExactly(B, C, A);
  }

  @Test
  void an_endpoint_that_fails_comes_last_until_its_back_off_is_over() {
    knowAll();
    health.failed(A);

    assertThat(order()).containsExactly(B, C, A);
    pass(Duration.ofMillis(999));
    assertThat(order()).containsExactly(B, C, A);
    pass(Duration.ofMillis(1));
    assertThat(order()).containsExactly(A, B, C);
  }

  @Test
  void the_back_off_doubles_from_one_second_to_sixty() {
    knowAll();
    for (int seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60, 60)) {
      health.failed(A);
      pass(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(order().get(2)).as("just before %s s", seconds).isEqualTo(A);
      pass(Duration.ofNanos(1));
      assertThat(order().get(0)).as("after %s s", seconds).isEqualTo(A);
    }
  }

  @Test
  void an_endpoint_whose_back_off_is_over_is_tried_by_one_question_only() {
    knowAll();
    health.failed(A);
    pass(Duration.ofSeconds(1));

    health.asked(A);
    assertThat(order()).containsExactly(B, C, A);
    health.failed(A);
    pass(Duration.ofMillis(1999));
    assertThat(order()).containsExactly(B, C, A);
    pass(Duration.ofMillis(1));
    health.asked(A);
    health.answered(A, Duration.ofMillis(1));
    assertThat(order()).containsExactly(A, B, C);
  }

  @Test
  void a_thousand_questions_that_fail_together_are_one_failure() {
    knowAll();
    for (int i = 0; i < 1000; i++) {
      health.failed(A);
    }
    pass(Duration.ofSeconds(1));

    assertThat(order().get(0)).isEqualTo(A);
  }

  @Test
  void an_endpoint_that_was_overtaken_counts_as_slow_as_it_was_seen_to_be() {
    knowAll();
    for (int i = 0; i < 10; i++) {
      health.overtaken(A, Duration.ofMillis(300));
    }
    assertThat(order()).containsExactly(B, C, A);

    health.overtaken(B, Duration.ofNanos(1)); // which says nothing
    assertThat(order().get(0)).isEqualTo(B);
  }

  @Test
  void a_second_endpoint_is_asked_after_twice_the_usual_time_of_the_first() {
    assertThat(health.hedgeAfter(A)).isEqualTo(Duration.ofMillis(300));
    health.answered(A, Duration.ofMillis(1));
    assertThat(health.hedgeAfter(A)).isEqualTo(Duration.ofMillis(50));
    health.answered(B, Duration.ofMillis(200));
    assertThat(health.hedgeAfter(B)).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void what_an_endpoint_did_is_forgotten_after_ten_minutes() {
    health.answered(A, Duration.ofSeconds(1));
    pass(Duration.ofMinutes(10));
    assertThat(order()).containsExactly(B, C, A);
    pass(Duration.ofNanos(1));
    assertThat(order()).containsExactly(A, B, C);
  }

  @Test
  void of_a_flood_of_endpoints_the_latest_are_remembered() {
    knowAll();
    health.failed(A);
    for (int port = 1; port <= 10_000; port++) {
      health.failed(new Endpoint("flood.example", port));
      health.failed(B);
    }

    assertThat(order()).containsExactly(A, C, B); // A and C are forgotten
  }

  private void knowAll() {
    for (Endpoint endpoint : List.of(A, B, C)) {
      health.answered(endpoint, Duration.ofMillis(1));
    }
  }

  private List<Endpoint> order() {
    return health.inOrder(List.of(A, B, C));
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
