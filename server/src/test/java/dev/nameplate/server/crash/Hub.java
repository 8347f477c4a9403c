package dev.nameplate.server.crash;

import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.Event;
import dev.nameplate.v1.EventItem;
import dev.nameplate.v1.ItemsProcessed;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An item that many processes use, each of which makes another one from it. */
final class Hub implements ClientResponseObserver<CaptureRequest, CaptureResponse> {
  static final String ITEM = StressTest.PREFIX + "/HUB";

  private static final long START = 1_700_000_000_000L;
  private static final long SECONDS = 120;

  private final int events;
  private final CompletableFuture<Integer> accepted = new CompletableFuture<>();
  private int sent; // only the sending thread's, and so below
  private int receipts;

  private Hub(int events) {
    this.events = events;
  }

  /** Captures so many processes, and returns how many were accepted. */
  static int capture(ManagedChannel channel, int events)
      throws InterruptedException, ExecutionException, TimeoutException {
    Hub hub = new Hub(events);
    var unused = TraceServiceGrpc.newStub(channel).capture(hub);
    return hub.accepted.get(SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<CaptureRequest> requests) {
    requests.setOnReadyHandler(
        () -> {
          while (sent < events && requests.isReady()) {
            requests.onNext(process(sent++));
            if (sent == events) {
              requests.onCompleted();
            }
          }
        });
  }

  private static CaptureRequest process(int number) {
    return CaptureRequest.newBuilder()
        .setEvent(
            Event.newBuilder()
                .setTimeMillis(START + number * 1000L)
                .setProcess(
                    ItemsProcessed.newBuilder()
                        .addInputs(EventItem.newBuilder().setItem(ITEM))
                        .addOutputs(
                            EventItem.newBuilder().setItem(StressTest.PREFIX + "/O-" + number))))
        .build();
  }

  @Override
  public void onNext(CaptureResponse answer) {
    if (answer.hasReceipt()) {
      receipts++;
    }
  }

  @Override
  public void onError(Throwable failure) {
    accepted.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    accepted.complete(receipts);
  }
}
