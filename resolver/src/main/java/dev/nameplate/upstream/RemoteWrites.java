package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.assign.Update;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.Write;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRangeResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.RetireResponse;
import dev.nameplate.v1.UpdateResponse;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.RegistrationCodec;
import dev.nameplate.wire.UnacceptableAnswerException;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends writes of records to another node. Thread-safe. */
final class RemoteWrites implements Appender {
  private final RegistrationServiceGrpc.RegistrationServiceStub node;
  private final RemoteStream<AssignAllRequest, AssignAllResponse, Receipt> assignments;
  private final Duration timeout;
  private final RemoteFailures failures;
  private final Consumer<Receipt> written;

  /**
   * Writes over a channel, which the caller owns.
   *
   * @param timeout how long a write that is a call of its own may take
   * @param written is told of each receipt before it is handed over
   */
  RemoteWrites(
      Channel channel, Duration timeout, RemoteFailures failures, Consumer<Receipt> written) {
    this.node = RegistrationServiceGrpc.newStub(channel);
    this.assignments = new RemoteStream<>(node::assignAll, this::receipt, failures);
    this.timeout = timeout;
    this.failures = failures;
    this.written = written;
  }

  @Override
  public CompletableFuture<Receipt> append(Write write, Caller caller) {
    return sent(write)
        .thenApply(
            receipt -> {
              written.accept(receipt);
              return receipt;
            });
  }

  private CompletableFuture<Receipt> sent(Write write) {
    if (write instanceof Write.Assign assign) {
      return assign(
          RegistrationCodec.request(
              new Assignment(assign.identifier(), assign.values(), assign.operation())));
    }
    if (write instanceof Write.Mint mint) {
      return assign(
          RegistrationCodec.request(
              new Minting(
                  mint.prefix(), mint.pattern(), mint.offset(), mint.values(), mint.operation())));
    }
    if (write instanceof Write.AssignRange range) {
      return call(
          RegistrationCodec.request(new RangeAssignment(range.range(), range.operation())),
          stub()::assignRange,
          AssignRangeResponse::getReceipt);
    }
    if (write instanceof Write.MintBlock block) {
      return call(
          RegistrationCodec.request(
              new BlockMinting(
                  block.prefix(),
                  block.pattern(),
                  block.members(),
                  block.offset(),
                  block.templates(),
                  block.operation())),
          stub()::assignRange,
          AssignRangeResponse::getReceipt);
    }
    if (write instanceof Write.Update update) {
      return call(
          RegistrationCodec.request(
              new Update(
                  update.identifier(),
                  update.expectedVersion(),
                  update.values(),
                  update.operation())),
          stub()::update,
          UpdateResponse::getReceipt);
    }
    if (write instanceof Write.Retire retire) {
      return call(
          RegistrationCodec.retire(
              retire.identifier(), retire.expectedVersion(), retire.operation()),
          stub()::retire,
          RetireResponse::getReceipt);
    }
    throw new IllegalArgumentException("write: " + write + " (expected: a write of a record)");
  }

  private CompletableFuture<Receipt> assign(AssignRequest request) {
    return assignments.send(AssignAllRequest.newBuilder().setAssignment(request).build());
  }

  private RegistrationServiceGrpc.RegistrationServiceStub stub() {
    return node.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Start of a call with a request and an answer. */
  private interface Begin<Q, A> {
    void call(Q request, StreamObserver<A> answer);
  }

  private <Q, A> CompletableFuture<Receipt> call(
      Q request, Begin<Q, A> begin, Function<A, dev.nameplate.v1.Receipt> receipt) {
    Answer<A> answer = new Answer<>();
    begin.call(request, answer);
    CompletableFuture<Receipt> made = new CompletableFuture<>();
    var unused =
        answer.whenComplete(
            (given, failure) -> {
              try {
                if (failure != null) {
                  throw failures.of(failure);
                }
                made.complete(receipt(receipt.apply(given)));
              } catch (RuntimeException e) {
                made.completeExceptionally(e);
              }
            });
    return made;
  }

  /** The single answer of a call. */
  private static final class Answer<A> extends CompletableFuture<A> implements StreamObserver<A> {
    private @Nullable A given;

    @Override
    public void onNext(A answer) {
      given = answer;
    }

    @Override
    public void onError(Throwable thrown) {
      completeExceptionally(thrown);
    }

    @Override
    public void onCompleted() {
      if (given == null) {
        completeExceptionally(Status.INTERNAL.withDescription("no answer").asRuntimeException());
      } else {
        complete(given);
      }
    }
  }

  private Receipt receipt(AssignAllResponse answer) {
    if (answer.hasError()) {
      throw failures.of(answer.getError());
    }
    return receipt(answer.getReceipt());
  }

  private Receipt receipt(dev.nameplate.v1.Receipt proto) {
    try {
      return ReceiptCodec.fromProto(proto);
    } catch (UnacceptableAnswerException e) {
      throw failures.unreadable(String.valueOf(e.getMessage()));
    }
  }
}
