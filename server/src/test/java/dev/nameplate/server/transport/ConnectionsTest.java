package dev.nameplate.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  @Test
  void addresses_of_one_network_of_ipv6_share_their_connections() {
    Connections connections = new Connections(10, 1, Long.MAX_VALUE, address -> 0);
    Peer first = new Peer("2001:db8:0:1::1");
    Peer neighbour = new Peer("2001:db8:0:1:ffff::2");
    Peer stranger = new Peer("2001:db8:0:2::1");

    assertThat(connections.admit(first)).isTrue();
    assertThat(connections.admit(neighbour)).isTrue();
    assertThat(connections.admit(stranger)).isTrue();

    assertThat(first.isOpen()).isFalse();
    assertThat(neighbour.isOpen()).isTrue();
    assertThat(connections.count()).isEqualTo(2);
  }

  @Test
  void each_address_of_ipv4_has_its_own() {
    Connections connections = new Connections(10, 1, Long.MAX_VALUE, address -> 0);
    Peer first = new Peer("192.0.2.1");
    Peer neighbour = new Peer("192.0.2.2");

    assertThat(connections.admit(first)).isTrue();
    assertThat(connections.admit(neighbour)).isTrue();

    assertThat(first.isOpen()).isTrue();
  }

  @Test
  void the_connection_of_an_address_is_closed_and_no_other() {
    Connections connections = new Connections(10, 10, Long.MAX_VALUE, address -> 0);
    Peer first = new Peer("192.0.2.1");
    Peer other = new Peer("192.0.2.1");
    assertThat(connections.admit(first)).isTrue();
    assertThat(connections.admit(other)).isTrue();

    connections.hangUp(first.remoteAddress());

    assertThat(first.isOpen()).isFalse();
    assertThat(other.isOpen()).isTrue();
    assertThat(connections.count()).isEqualTo(1);
  }

  private static final class Peer extends EmbeddedChannel {
    private static int ports;

    private final SocketAddress address;

    Peer(String host) {
      this.address = new InetSocketAddress(host, ++ports);
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return address;
    }
  }
}
