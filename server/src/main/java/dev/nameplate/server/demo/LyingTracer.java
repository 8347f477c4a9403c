package dev.nameplate.server.demo;

import com.google.protobuf.ByteString;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.v1.TraceRequest;
import dev.nameplate.v1.TraceResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** A tracing service that passes traces on, and forges the inputs of the third event of each. */
final class LyingTracer extends TraceServiceGrpc.TraceServiceImplBase implements AutoCloseable {
  private static final int FORGED = 3;

  private final NodeConnection honest;
  private final Listener listener;

  private LyingTracer(NodeConnection honest) {
    this.honest = honest;
    this.listener = Listener.of(List.of(bindService()));
  }

  /** Opens a lying node on a free port. */
  static LyingTracer open(NodeConnection honest) {
    return new LyingTracer(honest);
  }

  /** Its endpoint. */
  Endpoint endpoint() {
    return listener.endpoint();
  }

  @Override
  public void trace(TraceRequest request, StreamObserver<TraceResponse> caller) {
    int events = 0;
    try {
      var steps = TraceServiceGrpc.newBlockingStub(honest.channel()).trace(request);
      while (steps.hasNext()) {
        TraceResponse step = steps.next();
        if (step.hasEvent()) {
          events++;
        }
        caller.onNext(step.hasEvent() && events == FORGED ? forged(step) : step);
      }
      caller.onCompleted();
    } catch (StatusRuntimeException e) { // the caller ends the call when it notices the lie
      caller.onError(e);
    }
  }

  private static TraceResponse forged(TraceResponse step) {
    ByteString body = step.getEvent().getStatement().getBody();
    byte[] bytes = body.toByteArray();
    bytes[bytes.length - 1] ^= 1; // the last digit of an amount, or of a name
    TraceResponse.Builder forged = step.toBuilder();
    forged.getEventBuilder().getStatementBuilder().setBody(ByteString.copyFrom(bytes));
    return forged.build();
  }

  @Override
  public void close() {
    listener.close();
  }
}
