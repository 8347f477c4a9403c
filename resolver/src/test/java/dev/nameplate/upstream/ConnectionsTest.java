package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.v1.ResolutionServiceGrpc;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConnectionsTest extends UpstreamTest {
  private final Connections connections = closedAfterwards(new Connections(PATIENT));

  @Test
  void a_connection_is_kept_for_each_address_and_port() {
    assertThat(connections.to(address(1))).isSameAs(connections.to(address(1)));
    assertThat(connections.to(address(1))).isNotSameAs(connections.to(address(2)));
  }

  @Test
  void the_connection_that_was_not_used_for_longest_makes_room_for_the_257th() {
    Connection first = connections.to(address(1));
    Connection second = connections.to(address(2));
    for (int port = 3; port <= Connections.MOST; port++) {
      connections.to(address(port));
    }
    assertThat(connections.to(address(1))).isSameAs(first);
    connections.to(address(Connections.MOST + 1));

    assertThat(connections.to(address(1))).isSameAs(first);
    assertThat(connections.to(address(2))).isNotSameAs(second);
  }

  @Test
  void a_connection_that_was_left_already_is_not_left_again() {
    Connection left = connections.to(address(1));
    connections.leave(left);
    Connection next = connections.to(address(1));
    connections.leave(left);

    assertThat(next).isNotSameAs(left);
    assertThat(connections.to(address(1))).isSameAs(next);
  }

  @Test
  void a_connection_that_is_not_used_is_closed_and_opened_again() throws InterruptedException {
    Connections shortLived =
        closedAfterwards(new Connections(PATIENT.withIdle(Duration.ofSeconds(1))));
    ScriptedNode node = nodeThatFinds();
    ManagedChannel channel = shortLived.to(address(node.endpoint().port())).channel();
    var stub = ResolutionServiceGrpc.newBlockingStub(channel);

    assertThat(stub.resolve(QUESTION)).isEqualTo(FOUND);
    CountDownLatch idle = new CountDownLatch(1);
    channel.notifyWhenStateChanged(ConnectivityState.READY, idle::countDown);
    assertThat(idle.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(channel.getState(false)).isEqualTo(ConnectivityState.IDLE);
    assertThat(stub.resolve(QUESTION)).isEqualTo(FOUND);
    assertThat(node.connections()).isEqualTo(2);
  }

  private static InetSocketAddress address(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }
}
