package dev.nameplate.server.traffic;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrafficTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** gRPC keeps each connection for ever of which a filter throws when it ends. */
  @Test
  void a_connection_that_ends_before_it_was_ready_is_forgotten() {
    try (Traffic traffic = new Traffic(new ServerLimits(4 << 20, SECOND, SECOND))) {
      assertThatCode(() -> traffic.transportTerminated(null)).doesNotThrowAnyException();
    }
  }
}
