package dev.nameplate.server.crash;

import com.google.protobuf.ByteString;
import dev.nameplate.record.Endpoint;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Passes questions on to a recursive node, and changes one bit of its answers. */
final class Relay extends ResolutionServiceGrpc.ResolutionServiceImplBase implements AutoCloseable {
  private final Buyer honest;
  private final Server server;

  Relay(Buyer honest) throws IOException {
    this.honest = honest;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  /** Where it listens. */
  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", server.getPort());
  }

  @Override
  public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> caller) {
    ResolveResponse answer = honest.send(request.getIdentifier());
    byte[] body = answer.getStatement().getBody().toByteArray();
    body[body.length - 1] ^= 1;
    caller.onNext(
        answer.toBuilder()
            .setStatement(answer.getStatement().toBuilder().setBody(ByteString.copyFrom(body)))
            .build());
    caller.onCompleted();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
