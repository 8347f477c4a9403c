package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.Write;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.trust.statement.ValueTemplate;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRangeRequest;
import dev.nameplate.v1.AssignRangeResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.RetireRequest;
import dev.nameplate.v1.RetireResponse;
import dev.nameplate.v1.UpdateRequest;
import dev.nameplate.v1.UpdateResponse;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
      return assign(assignment(assign).setIdentifier(assign.identifier().toString()));
    }
    if (write instanceof Write.Mint mint) {
      return assign(
          assignment(mint)
              .setPattern(mint.prefix() + "/" + mint.pattern())
              .setUtcOffset(mint.offset().getId()));
    }
    if (write instanceof Write.AssignRange range) {
      return call(
          range(range.range().prefix(), range.range().pattern(), range.range().values(), range)
              .setFirst(range.range().first())
              .setLast(range.range().last())
              .build(),
          stub()::assignRange,
          AssignRangeResponse::getReceipt);
    }
    if (write instanceof Write.MintBlock block) {
      return call(
          range(block.prefix(), block.pattern(), block.templates(), block)
              .setMembers(block.members())
              .setUtcOffset(block.offset().getId())
              .build(),
          stub()::assignRange,
          AssignRangeResponse::getReceipt);
    }
    if (write instanceof Write.Update update) {
      return call(
          UpdateRequest.newBuilder()
              .setIdentifier(update.identifier().toString())
              .setExpectedVersion(update.expectedVersion())
              .addAllValues(protos(update.values()))
              .setOperationId(update.operation().text())
              .build(),
          stub()::update,
          UpdateResponse::getReceipt);
    }
    if (write instanceof Write.Retire retire) {
      return call(
          RetireRequest.newBuilder()
              .setIdentifier(retire.identifier().toString())
              .setExpectedVersion(retire.expectedVersion())
              .setOperationId(retire.operation().text())
              .build(),
          stub()::retire,
          RetireResponse::getReceipt);
    }
    throw new IllegalArgumentException("write: " + write + " (expected: a write of a record)");
  }

  private CompletableFuture<Receipt> assign(AssignRequest.Builder request) {
    return assignments.send(AssignAllRequest.newBuilder().setAssignment(request).build());
  }

  private static AssignRequest.Builder assignment(Write write) {
    return AssignRequest.newBuilder()
        .addAllValues(protos(write.values()))
        .setOperationId(write.operation().text());
  }

  private static AssignRangeRequest.Builder range(
      Object prefix, Object pattern, List<ValueTemplate> values, Write write) {
    return AssignRangeRequest.newBuilder()
        .setPrefix(prefix.toString())
        .setPattern(pattern.toString())
        .addAllValues(values.stream().map(ValueTemplate::toProto).toList())
        .setOperationId(write.operation().text());
  }

  private static List<dev.nameplate.v1.RecordValue> protos(List<RecordValue> values) {
    return values.stream().map(RecordValues::toProto).toList();
  }

  private RegistrationServiceGrpc.RegistrationServiceStub stub() {
    return node.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** How a call of one request and one answer begins. */
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

  /** The one answer of a call. */
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
      return new Receipt(
          Identifier.parse(proto.getIdentifier()),
          proto.getVersion(),
          OperationId.of(proto.getOperationId()),
          proto.getReplayed(),
          proto.getPosition(),
          proto.getBatch(),
          Instant.ofEpochMilli(proto.getTimeMillis()),
          proto.getRangeMembers() == 0
              ? Optional.empty()
              : Optional.of(
                  new Receipt.Extent(
                      Identifier.parse(proto.getRangeLast()), proto.getRangeMembers())),
          List.of());
    } catch (InvalidInputException e) {
      throw failures.unreadable("its receipt is malformed: " + e.getMessage());
    }
  }
}
