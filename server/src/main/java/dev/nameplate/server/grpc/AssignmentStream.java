package dev.nameplate.server.grpc;

import dev.nameplate.assign.Registrar;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.Receipt;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stream of assignments. They are handed to the log as they come, and their receipts go back in
 * the same order.
 *
 * <p>At most {@value #WINDOW} are on their way: an assignment counts from the moment it is asked of
 * the transport until its receipt is handed to it. A caller who does not read receipts is therefore
 * soon not read from either. Of those, at most {@value #AHEAD} are asked for and not yet taken,
 * since the transport holds them in memory.
 *
 * <p>A refused assignment yields an error and the stream goes on. When the node itself fails, the
 * receipts before the failure are sent, and the stream ends with it.
 */
final class AssignmentStream implements StreamObserver<AssignAllRequest> {
  static final int WINDOW = 8192;
  static final int AHEAD = 64;

  private final Registrar registrar;
  private final ServerCallStreamObserver<AssignAllResponse> caller;
  private final Queue<CompletableFuture<Receipt>> outcomes = new ConcurrentLinkedQueue<>();

  private final AtomicLong received = new AtomicLong();
  private volatile boolean halfClosed;
  private volatile boolean ended;

  /**
   * How often {@link #advance} was called and not yet acted upon: whoever raises it from 0 acts.
   */
  private final AtomicInteger calls = new AtomicInteger();

  // Touched only by the thread that acts.
  private long requested;
  private long sent;

  private AssignmentStream(
      Registrar registrar, ServerCallStreamObserver<AssignAllResponse> caller) {
    this.registrar = registrar;
    this.caller = caller;
  }

  static AssignmentStream open(
      Registrar registrar, ServerCallStreamObserver<AssignAllResponse> caller) {
    AssignmentStream stream = new AssignmentStream(registrar, caller);
    caller.disableAutoRequest();
    caller.setOnReadyHandler(stream::advance);
    caller.setOnCancelHandler(stream::end);
    stream.advance();
    return stream;
  }

  @Override
  public void onNext(AssignAllRequest request) {
    if (ended || Calls.isOver()) {
      return;
    }
    CompletableFuture<Receipt> outcome = begin(request);
    received.incrementAndGet();
    outcomes.add(outcome);
    if (!outcome.isDone()) {
      var unused = outcome.whenComplete((receipt, failure) -> advance());
    }
    advance();
  }

  @Override
  public void onCompleted() {
    halfClosed = true;
    advance();
  }

  @Override
  public void onError(Throwable cancelled) {
    end();
  }

  private CompletableFuture<Receipt> begin(AssignAllRequest request) {
    try {
      UnknownFields.refuse(request);
      return RegistrationService.begin(registrar, request.getAssignment());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /**
   * Sends what can be sent and asks for what can be taken. Called by any thread; one acts and the
   * others leave their wish behind, so that the thread that acknowledges commits never waits.
   */
  private void advance() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      send();
      request();
      seen = calls.addAndGet(-seen);
    } while (seen != 0);
  }

  private void send() {
    while (!ended && caller.isReady()) {
      CompletableFuture<Receipt> next = outcomes.peek();
      if (next == null || !next.isDone()) {
        break;
      }
      outcomes.poll();
      send(next);
      sent++;
    }
    if (!ended && halfClosed && sent == received.get()) {
      ended = true;
      caller.onCompleted();
    }
  }

  private void send(CompletableFuture<Receipt> outcome) {
    try {
      Receipt receipt = outcome.join();
      caller.onNext(AssignAllResponse.newBuilder().setReceipt(ProtoCodec.receipt(receipt)).build());
    } catch (CompletionException e) {
      sendFailure(Failures.causeOf(e));
    }
  }

  private void sendFailure(Throwable failure) {
    if (failure instanceof InvalidInputException || failure instanceof PreconditionException) {
      AssignAllResponse.Builder refusal =
          AssignAllResponse.newBuilder().setError(Failures.item((NameplateException) failure));
      if (failure instanceof AlreadyAssignedException already) {
        refusal.setAlready(ProtoCodec.already(already));
      }
      caller.onNext(refusal.build());
    } else {
      end();
      caller.onError(Failures.of(failure));
    }
  }

  private void request() {
    long taken = received.get();
    long wanted = Math.min(AHEAD, WINDOW - (taken - sent));
    long asked = requested - taken;
    if (!ended && !halfClosed && wanted > asked && asked <= AHEAD / 2) {
      requested = taken + wanted;
      caller.request((int) (wanted - asked));
    }
  }

  private void end() {
    ended = true;
    outcomes.clear();
  }
}
