package dev.nameplate.server.grpc;

import dev.nameplate.assign.EventReceipt;
import dev.nameplate.error.NameplateException;
import dev.nameplate.node.Node;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Captures events, and follows them. */
final class TraceService extends TraceServiceGrpc.TraceServiceImplBase {
  private final Function<CaptureRequest, CompletableFuture<EventReceipt>> capturing;

  private TraceService(Function<CaptureRequest, CompletableFuture<EventReceipt>> capturing) {
    this.capturing = capturing;
  }

  /** Captures into a node, and follows what it recorded. */
  static TraceService of(Node node) {
    return new TraceService(
        request -> node.events().captureAsync(CaptureCodec.capture(request, node.prefixes())));
  }

  /** Follows only; to capture is refused. */
  static TraceService readingOnly(Supplier<? extends RuntimeException> refusal) {
    return new TraceService(
        request -> {
          throw refusal.get();
        });
  }

  @Override
  public StreamObserver<CaptureRequest> capture(StreamObserver<CaptureResponse> caller) {
    return WriteStream.open(new Captures(capturing), caller);
  }

  /** What a stream of events writes. */
  private record Captures(Function<CaptureRequest, CompletableFuture<EventReceipt>> capturing)
      implements WriteStream.Writes<CaptureRequest, EventReceipt, CaptureResponse> {
    @Override
    public CompletableFuture<EventReceipt> begin(CaptureRequest request) {
      return capturing.apply(request);
    }

    @Override
    public CaptureResponse receipt(EventReceipt receipt) {
      return CaptureResponse.newBuilder().setReceipt(CaptureCodec.receipt(receipt)).build();
    }

    @Override
    public CaptureResponse refusal(NameplateException why) {
      return CaptureResponse.newBuilder().setError(Failures.item(why)).build();
    }
  }
}
