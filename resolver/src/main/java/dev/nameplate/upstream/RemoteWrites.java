package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Change;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.assign.Update;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.Write;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRangeResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.PrefixChangeResponse;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.RetireResponse;
import dev.nameplate.v1.UpdateResponse;
import dev.nameplate.wire.PrefixCodec;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.Refusal;
import dev.nameplate.wire.RegistrationCodec;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends writes of records and of delegations to another node. Thread-safe. */
final class RemoteWrites implements Appender {
  private static final Function<PrefixChangeResponse, dev.nameplate.v1.Receipt> CHANGED =
      PrefixChangeResponse::getReceipt;

  private final RegistrationServiceGrpc.RegistrationServiceStub node;
  private final PrefixServiceGrpc.PrefixServiceStub prefixes;
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
    this.prefixes = PrefixServiceGrpc.newStub(channel);
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
          within(node)::assignRange,
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
          within(node)::assignRange,
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
          within(node)::update,
          UpdateResponse::getReceipt);
    }
    if (write instanceof Write.Retire retire) {
      return call(
          RegistrationCodec.retire(
              retire.identifier(), retire.expectedVersion(), retire.operation()),
          within(node)::retire,
          RetireResponse::getReceipt);
    }
    if (write instanceof Write.Delegate delegate) {
      return delegate(delegate);
    }
    throw new IllegalArgumentException("write: " + write + " (expected: one that is sent)");
  }

  private CompletableFuture<Receipt> delegate(Write.Delegate write) {
    Prefix prefix = write.prefix();
    long version = write.expectedVersion();
    OperationId operation = write.operation();
    PrefixServiceGrpc.PrefixServiceStub stub = within(prefixes);
    if (write.change() instanceof Change.Allot first) {
      return call(PrefixCodec.request(first.allotment()), stub::allot, CHANGED);
    }
    if (write.change() instanceof Change.Hand hand) {
      return call(PrefixCodec.request(hand.transfer()), stub::transfer, CHANGED);
    }
    if (write.change() instanceof Change.RevokeKey revoked) {
      return call(
          PrefixCodec.revokeKey(prefix, revoked.key(), revoked.fromPosition(), version, operation),
          stub::revokeKey,
          CHANGED);
    }
    if (write.change() instanceof Change.Enter entered) {
      return switch (entered.state()) {
        case ACTIVE -> call(PrefixCodec.resume(prefix, version, operation), stub::resume, CHANGED);
        case SUSPENDED ->
            call(PrefixCodec.suspend(prefix, version, operation), stub::suspend, CHANGED);
        case REVOKED -> call(PrefixCodec.revoke(prefix, version, operation), stub::revoke, CHANGED);
      };
    }
    throw new IllegalArgumentException("change: " + write + " (expected: one that is sent)");
  }

  private CompletableFuture<Receipt> assign(AssignRequest request) {
    return assignments.send(RegistrationCodec.item(request));
  }

  private <S extends AbstractStub<S>> S within(S stub) {
    return RemoteCalls.within(stub, timeout);
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
      throw failures.of(Refusal.fromProto(answer.getError()));
    }
    return receipt(answer.getReceipt());
  }

  private Receipt receipt(dev.nameplate.v1.Receipt proto) {
    return failures.readable(() -> ReceiptCodec.fromProto(proto));
  }
}
