package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.node.NodeConfig;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer who sends and does not read is not read from for long. */
@Timeout(120)
class UnreadOutputTest {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADERS = 1;
  private static final int CALLS = 500;
  private static final int END_STREAM_AND_HEADERS = 5;

  /** More than the sockets of both ends hold, together with the answers. */
  private static final long BYTES = 256L << 20;

  /** The server reads no further if it does not for so long. */
  private static final long STALL_MILLIS = 5000;

  @TempDir Path directory;

  @Test
  void refusals_that_stay_in_the_socket_stop_the_reading_of_calls() throws Exception {
    try (NodeServer server =
            NodeServer.start(
                ServerConfig.onPort(0), NodeConfig.in(directory).authorityFor("88.118.8"));
        SocketChannel hostile =
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()))) {
      assertThat(sendWithoutReading(hostile)).isLessThan(BYTES);

      assertThat(resolves(server)).isTrue();
    }
  }

  /** Makes calls of a method that is not there, until the peer takes no more of them. */
  private static long sendWithoutReading(SocketChannel channel) throws IOException {
    long sent = 0;
    int stream = 1;
    channel.configureBlocking(false);
    try (Selector selector = Selector.open()) {
      var unused = channel.register(selector, SelectionKey.OP_WRITE);
      ByteBuffer next = ByteBuffer.wrap(PREFACE);
      while (sent < BYTES && selector.select(STALL_MILLIS) > 0) {
        selector.selectedKeys().clear();
        sent += channel.write(next);
        if (!next.hasRemaining()) {
          next = ByteBuffer.wrap(calls(stream));
          stream += 2 * CALLS;
        }
      }
    } catch (IOException hungUp) {
      return sent;
    }
    return sent;
  }

  private static byte[] calls(int first) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    byte[] headers = headers();
    for (int stream = first; stream < first + 2 * CALLS; stream += 2) {
      frames.writeBytes(
          ByteBuffer.allocate(9)
              .putInt(headers.length << 8 | HEADERS)
              .put((byte) END_STREAM_AND_HEADERS)
              .putInt(stream)
              .array());
      frames.writeBytes(headers);
    }
    return frames.toByteArray();
  }

  private static byte[] headers() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    header(block, ":method", "POST");
    header(block, ":scheme", "http");
    header(block, ":path", "/x/y");
    header(block, ":authority", "x");
    header(block, "content-type", "application/grpc");
    header(block, "te", "trailers");
    return block.toByteArray();
  }

  /** A literal that is not indexed. */
  private static void header(ByteArrayOutputStream block, String name, String value) {
    block.write(0x10);
    for (String text : new String[] {name, value}) {
      block.write(text.length());
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static boolean resolves(NodeServer server) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    try {
      return ResolutionServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(30, TimeUnit.SECONDS)
          .resolve(ResolveRequest.newBuilder().setIdentifier("88.118.8/C-1").build())
          .isInitialized();
    } finally {
      channel.shutdownNow();
    }
  }
}
