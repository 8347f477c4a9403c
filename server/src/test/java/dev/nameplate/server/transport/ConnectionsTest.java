package dev.nameplate.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2FrameAdapter;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  @Test
  void a_connection_stays_on_which_a_call_comes_as_it_is_displaced() throws Exception {
    Connections connections = new Connections(1, 1);
    EmbeddedChannel first = channel("192.0.2.1");
    EmbeddedChannel second = channel("192.0.2.2");
    assertThat(connections.admit(first)).isTrue();
    assertThat(connections.admit(second)).isTrue();

    call(first);
    first.runPendingTasks();

    assertThat(first.isOpen()).isTrue();
    assertThat(connections.count()).isEqualTo(2);
  }

  @Test
  void a_connection_without_a_call_is_displaced() {
    Connections connections = new Connections(1, 1);
    EmbeddedChannel first = channel("192.0.2.1");
    assertThat(connections.admit(first)).isTrue();
    assertThat(connections.admit(channel("192.0.2.2"))).isTrue();

    first.runPendingTasks();

    assertThat(first.isOpen()).isFalse();
    assertThat(connections.count()).isEqualTo(1);
  }

  @Test
  void the_addresses_of_one_ipv6_network_are_limited_together() throws Exception {
    Connections connections = new Connections(10, 1);
    EmbeddedChannel first = channel("2001:db8::1");
    assertThat(connections.admit(first)).isTrue();
    call(first);

    assertThat(connections.admit(channel("2001:db8::2:3:4:5"))).isFalse();
    assertThat(connections.admit(channel("2001:db8:0:1::1"))).isTrue();
  }

  private static void call(EmbeddedChannel channel) throws Exception {
    Http2Connection http = channel.pipeline().get(Http2ConnectionHandler.class).connection();
    var unused = http.remote().createStream(1, false);
  }

  private static EmbeddedChannel channel(String address) {
    EmbeddedChannel channel =
        new EmbeddedChannel() {
          @Override
          protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(address, 1);
          }
        };
    channel
        .pipeline()
        .addLast(
            new Http2ConnectionHandlerBuilder()
                .connection(new DefaultHttp2Connection(true))
                .frameListener(new Http2FrameAdapter())
                .gracefulShutdownTimeoutMillis(0)
                .build());
    return channel;
  }
}
