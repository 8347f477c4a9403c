package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A listening socket on loopback that does with each connection what a test tells it to, down to
 * single HTTP/2 frames, which no well-behaved server would send.
 *
 * <p><b>Source:</b> RFC 9113, sections 3.4, 4.1, 6; RFC 7541, section 6.2.2.
 */
final class RawNode implements AutoCloseable {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;
  private static final int PREFACE_BYTES = 24;

  private final ServerSocket listener;
  private final Behaviour behaviour;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * What happens to a connection; it stays open until the node is closed, unless this closes it.
   */
  @FunctionalInterface
  interface Behaviour {
    void meet(Socket socket) throws IOException;
  }

  /** What happens to a call on a connection that speaks HTTP/2. */
  @FunctionalInterface
  interface Answer {
    void to(Call call) throws IOException;
  }

  private RawNode(Behaviour behaviour) {
    this.behaviour = behaviour;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::listen);
  }

  static RawNode doing(Behaviour behaviour) {
    return new RawNode(behaviour);
  }

  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", listener.getLocalPort());
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        connections.incrementAndGet();
        threads.execute(() -> meet(socket));
      }
    } catch (IOException e) {
      threads.shutdown(); // the node was closed
    }
  }

  private void meet(Socket socket) {
    try {
      behaviour.meet(socket);
    } catch (IOException e) {
      sockets.remove(socket); // the other side has gone, as most of these tests expect
    }
  }

  /** Speaks HTTP/2 up to the first call. */
  static Call firstCall(Socket socket) throws IOException {
    Call call = new Call(socket);
    call.frame(SETTINGS, 0, 0, new byte[0]);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    in.readNBytes(PREFACE_BYTES);
    while (call.stream == 0) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.readUnsignedByte();
      int stream = in.readInt();
      in.readNBytes(length);
      call.stream = type == HEADERS ? stream : 0;
    }
    return call;
  }

  /** A call that waits for its answer. */
  static final class Call {
    private final Socket socket;
    private final OutputStream out;
    private int stream;

    private Call(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    Socket socket() {
      return socket;
    }

    /** Begins to answer, with these headers after the usual ones. */
    void headers(String... namesAndValues) throws IOException {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      block.write(0x88); // :status 200
      header(block, "content-type", "application/grpc");
      for (int i = 0; i < namesAndValues.length; i += 2) {
        header(block, namesAndValues[i], namesAndValues[i + 1]);
      }
      frame(HEADERS, END_HEADERS, stream, block.toByteArray());
    }

    /** Ends the answer as a good one. */
    void end() throws IOException {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      header(block, "grpc-status", "0");
      frame(HEADERS, END_HEADERS | END_STREAM, stream, block.toByteArray());
    }

    /** The five bytes before a message. */
    void messageStart(boolean compressed, int length) throws IOException {
      data(ByteBuffer.allocate(5).put((byte) (compressed ? 1 : 0)).putInt(length).array());
    }

    /** A whole message. */
    void message(byte[] bytes) throws IOException {
      messageStart(false, bytes.length);
      data(bytes);
    }

    void data(byte[] bytes) throws IOException {
      frame(DATA, 0, stream, bytes);
    }

    private void frame(int type, int flags, int onStream, byte[] payload) throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
      frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
      frame.put((byte) type).put((byte) flags).putInt(onStream).put(payload);
      out.write(frame.array());
      out.flush();
    }

    private static void header(ByteArrayOutputStream block, String name, String value) {
      block.write(0); // literal, not indexed, new name
      for (String text : new String[] {name, value}) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        block.write(bytes.length); // at most 126
        block.writeBytes(bytes);
      }
    }
  }
}
