package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.grpc.ConnectionLimits;
import dev.nameplate.server.grpc.GrpcConfig;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerConfigTest {
  @Test
  void a_server_listens_on_loopback_unless_told_otherwise() {
    ServerConfig config = ServerConfig.onPort(GrpcConfig.DEFAULT_PORT);

    assertThat(config.grpc().host()).isEqualTo("127.0.0.1");
    assertThat(config.grpc().port()).isEqualTo(7430);
    assertThat(config.allowRemoteRegistration()).isFalse();
  }

  static Stream<Arguments> outOfRange() {
    ServerConfig config = ServerConfig.onPort(0);
    ConnectionLimits limits = ConnectionLimits.DEFAULT;
    return Stream.of(
        bad("port", () -> ServerConfig.onPort(-1)),
        bad("port", () -> ServerConfig.onPort(65_536)),
        bad("host", () -> config.withHost(" ")),
        bad("drainTime", () -> config.withDrainTime(Duration.ofSeconds(-1))),
        bad("drainTime", () -> config.withDrainTime(Duration.ofDays(1))),
        bad("messageBytes", () -> limits.withMessageBytes(1000)),
        bad("concurrentCalls", () -> limits.withConcurrentCalls(0)),
        bad("idleTime", () -> limits.withIdleTime(Duration.ZERO)));
  }

  private static Arguments bad(String field, Supplier<Object> making) {
    return Arguments.of(field, making);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outOfRange")
  void what_is_out_of_range_is_refused_by_name(String field, Supplier<Object> making) {
    assertThatThrownBy(making::get)
        .isInstanceOfSatisfying(
            InvalidInputException.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
