package dev.nameplate.server.cli.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.NameplateException;
import dev.nameplate.record.JsonBounds;
import dev.nameplate.server.json.Json;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of the operator to a node that another process has open: a Unix domain socket in the
 * node's directory, which only its owner may connect to. One line of JSON asks, one answers. No
 * network leads to it.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(ControlSocket.class);
  private static final ObjectMapper JSON = new ObjectMapper(JsonBounds.VALUE.lenient());
  private static final String NAME = "control.sock";
  private static final int MOST_CHARACTERS = 1 << 16;

  /** Longer paths do not fit into the address of a socket (107 bytes on Linux, 103 elsewhere). */
  private static final int LONGEST_PATH = 100;

  private final Path file;
  private final ServerSocketChannel server;
  private final UnaryOperator<ObjectNode> operator;
  private volatile @Nullable SocketChannel current;

  private ControlSocket(Path file, ServerSocketChannel server, UnaryOperator<ObjectNode> operator) {
    this.file = file;
    this.server = server;
    this.operator = operator;
  }

  /** Something that is done with the address of a socket. */
  private interface Use<T> {
    T with(UnixDomainSocketAddress address) throws IOException;
  }

  /**
   * Listens in the directory of a node that this process has open. Where that is impossible, it is
   * reported, and the node has no such way.
   *
   * @param operator answers a request; a {@link NameplateException} becomes an answer, too
   */
  public static Optional<ControlSocket> listen(Path node, UnaryOperator<ObjectNode> operator) {
    Path file = node.toAbsolutePath().resolve(NAME);
    try {
      Files.deleteIfExists(file); // of a process that was killed: the directory is ours
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      at(file, server::bind);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      ControlSocket socket = new ControlSocket(file, server, operator);
      Thread thread = new Thread(socket::run, "nameplate-control");
      thread.setDaemon(true);
      thread.start();
      return Optional.of(socket);
    } catch (IOException | UnsupportedOperationException e) {
      LOGGER.warn("Backups are not possible while the node runs: {}: {}", file, e.toString());
      return Optional.empty();
    }
  }

  /**
   * Asks the process that has a node open.
   *
   * @return its answer, which has {@code reason} and {@code message} if it refuses; empty if there
   *     is no such process
   */
  static Optional<JsonNode> ask(Path node, ObjectNode request) throws IOException {
    Path file = node.toAbsolutePath().resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      try {
        at(file, channel::connect);
      } catch (IOException nobodyListens) {
        return Optional.empty();
      }
      send(channel, request);
      return Optional.of(JSON.readTree(line(channel)));
    }
  }

  private static <T> void at(Path file, Use<T> use) throws IOException {
    if (file.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH) {
      use.with(UnixDomainSocketAddress.of(file));
      return;
    }
    Path scratch = Files.createTempDirectory("nameplate-");
    Path link = scratch.resolve("d");
    try {
      Files.createSymbolicLink(link, file.toAbsolutePath().resolveSibling(""));
      use.with(UnixDomainSocketAddress.of(link.resolve(NAME)));
    } finally {
      Files.deleteIfExists(link);
      Files.delete(scratch);
    }
  }

  private void run() {
    while (server.isOpen()) {
      try (SocketChannel channel = server.accept()) {
        current = channel;
        send(channel, answer(line(channel)));
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOGGER.warn("A request to {} was not answered: {}", file, e.toString());
      } finally {
        current = null;
      }
    }
  }

  private ObjectNode answer(String line) {
    try {
      return operator.apply((ObjectNode) JSON.readTree(line));
    } catch (NameplateException e) {
      return Json.object().put("reason", e.reason().name()).put("message", e.getMessage());
    } catch (JsonProcessingException | ClassCastException e) {
      return Json.object().put("reason", "INVALID_ARGUMENT").put("message", "no JSON object");
    } catch (RuntimeException e) {
      LOGGER.error("A request to {} failed", file, e);
      return Json.object().put("reason", "STORE_FAILED").put("message", "internal error");
    }
  }

  private static String line(SocketChannel channel) throws IOException {
    Reader reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    StringBuilder line = new StringBuilder();
    for (int next = reader.read(); next != '\n'; next = reader.read()) {
      if (next < 0) {
        throw new EOFException("the other side closed the connection before the end of its line");
      }
      if (line.length() == MOST_CHARACTERS) {
        throw new IOException("a line of more than " + MOST_CHARACTERS + " characters");
      }
      line.append((char) next);
    }
    return line.toString();
  }

  private static void send(SocketChannel channel, ObjectNode object) throws IOException {
    String line = JSON.writeValueAsString(object) + "\n";
    Channels.newOutputStream(channel).write(line.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Accepts no further requests. One in progress is not waited for. Idempotent; to be called while
   * the directory is still held: afterwards a socket there may be another process's.
   */
  @Override
  public synchronized void close() {
    if (!server.isOpen()) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      server.close();
      SocketChannel channel = current;
      if (channel != null) {
        channel.shutdownInput();
      }
    } catch (IOException e) {
      LOGGER.warn("{} is left: {}", file, e.toString());
    }
  }
}
