package dev.nameplate.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  private static final long SECOND = 1_000_000_000L;

  private final Calls calls = new Calls();

  @Test
  void addresses_of_one_network_of_ipv6_share_their_connections() {
    Connections connections = new Connections(10, 1, Long.MAX_VALUE, calls);
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
    Connections connections = new Connections(10, 1, Long.MAX_VALUE, calls);
    Peer first = new Peer("192.0.2.1");
    Peer neighbour = new Peer("192.0.2.2");

    assertThat(connections.admit(first)).isTrue();
    assertThat(connections.admit(neighbour)).isTrue();

    assertThat(first.isOpen()).isTrue();
  }

  @Test
  void the_connection_of_an_address_is_closed_and_no_other() {
    Connections connections = new Connections(10, 10, Long.MAX_VALUE, calls);
    Peer first = new Peer("192.0.2.1");
    Peer other = new Peer("192.0.2.1");
    assertThat(connections.admit(first)).isTrue();
    assertThat(connections.admit(other)).isTrue();

    connections.hangUp(first.remoteAddress());

    assertThat(first.isOpen()).isFalse();
    assertThat(other.isOpen()).isTrue();
    assertThat(connections.count()).isEqualTo(1);
  }

  @Test
  void a_connection_without_a_whole_request_gives_way_to_another_before_one_that_asks() {
    Connections connections = new Connections(2, 2, Long.MAX_VALUE, calls);
    Peer asks = new Peer("192.0.2.1");
    Peer asksNothing = new Peer("192.0.2.1");
    calls.quiet.put(asks.remoteAddress(), 10 * SECOND);
    assertThat(connections.admit(asks)).isTrue();
    assertThat(connections.admit(asksNothing)).isTrue();

    assertThat(connections.admit(new Peer("192.0.2.1"))).isTrue();

    assertThat(asks.isOpen()).isTrue();
    assertThat(asksNothing.isOpen()).isFalse();
  }

  @Test
  void of_those_that_asked_before_the_quietest_gives_way_and_none_that_is_in_use() {
    Connections connections = new Connections(2, 2, Long.MAX_VALUE, calls);
    Peer quiet = new Peer("192.0.2.1");
    Peer quieter = new Peer("192.0.2.1");
    Peer further = new Peer("192.0.2.1");
    calls.quiet.put(quiet.remoteAddress(), SECOND / 2);
    calls.quiet.put(quieter.remoteAddress(), 2 * SECOND);
    calls.quiet.put(further.remoteAddress(), 0L);
    assertThat(connections.admit(quiet)).isTrue();
    assertThat(connections.admit(quieter)).isTrue();

    assertThat(connections.admit(further)).isTrue();
    assertThat(connections.admit(new Peer("192.0.2.1"))).isFalse();

    assertThat(quieter.isOpen()).isFalse();
    assertThat(quiet.isOpen()).isTrue();
    assertThat(further.isOpen()).isTrue();
  }

  @Test
  void no_more_connections_are_accepted_than_are_closed_for_them() throws Exception {
    Connections connections = new Connections(1, 1, Long.MAX_VALUE, calls);
    List<Peer> accepted = new ArrayList<>();
    for (Peer next = Peer.thatIsBusy(); connections.admit(next); next = Peer.thatIsBusy()) {
      accepted.add(next);
      assertThat(accepted).hasSizeLessThan(100);
    }
    assertThat(accepted).allMatch(Peer::isOpen);

    accepted.get(0).register();
    accepted.get(0).runPendingTasks();
    assertThat(accepted.get(0).isOpen()).isFalse();
    assertThat(connections.admit(Peer.thatIsBusy())).isTrue();
  }

  /** What a test says about calls. */
  private static final class Calls implements Activity {
    /** Of those who asked. */
    final Map<SocketAddress, Long> quiet = new HashMap<>();

    @Override
    public boolean hasAsked(SocketAddress address) {
      return quiet.containsKey(address);
    }

    @Override
    public long quietNanos(SocketAddress address) {
      return quiet.getOrDefault(address, 0L);
    }
  }

  private static final class Peer extends EmbeddedChannel {
    private static int ports;

    private final SocketAddress address;

    Peer(String host) {
      this(host, true);
    }

    private Peer(String host, boolean registered) {
      super(DefaultChannelId.newInstance(), registered, false);
      this.address = new InetSocketAddress(host, ++ports);
    }

    /** A connection that its event loop has not taken over yet. */
    static Peer thatIsBusy() {
      return new Peer("192.0.2.1", false);
    }

    @Override
    protected SocketAddress remoteAddress0() {
      return address;
    }
  }
}
