package dev.nameplate.server.demo;

import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.UnaryOperator;

/** Passes questions on to a recursive node, and changes its answers. */
final class LyingNode extends ResolutionServiceGrpc.ResolutionServiceImplBase
    implements AutoCloseable {
  private final NodeConnection honest;
  private final UnaryOperator<ResolveResponse> lie;
  private final Listener listener;

  private LyingNode(NodeConnection honest, UnaryOperator<ResolveResponse> lie) {
    this.honest = honest;
    this.lie = lie;
    this.listener = Listener.of(List.of(bindService()));
  }

  /** Opens a lying node on a free port. */
  static LyingNode open(NodeConnection honest, UnaryOperator<ResolveResponse> lie) {
    return new LyingNode(honest, lie);
  }

  /** Its endpoint. */
  Endpoint endpoint() {
    return listener.endpoint();
  }

  @Override
  public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> caller) {
    caller.onNext(lie.apply(honest.resolution().resolve(request)));
    caller.onCompleted();
  }

  @Override
  public void close() {
    listener.close();
  }
}
