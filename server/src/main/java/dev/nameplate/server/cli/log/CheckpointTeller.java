package dev.nameplate.server.cli.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.v1.GetCheckpointRequest;
import dev.nameplate.v1.GetCheckpointResponse;
import dev.nameplate.v1.LogServiceGrpc;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Serves the newest checkpoint that a mirror has seen, and nothing else, while the mirror follows a
 * log. The mirrored node asks for it when it is opened.
 */
final class CheckpointTeller extends LogServiceGrpc.LogServiceImplBase implements AutoCloseable {
  private static final int MOST_REQUEST_BYTES = 1 << 10;
  private static final int MOST_CALLS = 16;

  private final Path mirror;
  private final Endpoint address;
  private final Server server;

  /**
   * Listens until it is closed.
   *
   * @param host name or address to listen on
   * @param port 1 to 65535; 0 picks a free one
   * @throws NodeException {@code UNREACHABLE} if that cannot be listened on
   */
  CheckpointTeller(Path mirror, String host, int port) {
    if (port < 0 || port > 65_535) {
      throw InvalidInputException.of("--tell-port", port, "0 to 65535; 0 picks a free port");
    }
    this.mirror = mirror;
    try {
      this.server =
          NettyServerBuilder.forAddress(new InetSocketAddress(host, port))
              .maxInboundMessageSize(MOST_REQUEST_BYTES)
              .maxConcurrentCallsPerConnection(MOST_CALLS)
              .addService(this)
              .build()
              .start();
    } catch (IOException e) {
      throw new NodeException(
          ErrorReason.UNREACHABLE,
          "--tell-port: cannot listen on %s:%s; choose another port; 0 picks a free port"
              .formatted(host, port),
          e);
    }
    this.address = new Endpoint(host, server.getPort());
  }

  /** Address on which it listens. */
  Endpoint address() {
    return address;
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> answer) {
    Optional<SignedNote> seen =
        MirrorDirectory.isMirror(mirror) ? MirrorDirectory.in(mirror).promised() : Optional.empty();
    if (seen.isEmpty()) {
      answer.onError(
          Status.UNAVAILABLE
              .withDescription("this mirror has seen no checkpoint yet")
              .asRuntimeException());
      return;
    }
    answer.onNext(GetCheckpointResponse.newBuilder().setCheckpoint(seen.get().toString()).build());
    answer.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
