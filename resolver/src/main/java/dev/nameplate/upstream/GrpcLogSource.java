package dev.nameplate.upstream;

import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.GetCheckpointRequest;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ProveConsistencyRequest;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The log that a node shows over gRPC. Thread-safe. */
public final class GrpcLogSource implements LogSource {
  private final LogServiceGrpc.LogServiceBlockingStub log;

  private final Function<StatusRuntimeException, RuntimeException> failures;

  /**
   * Asks over a channel, which the caller owns. Calls fail with {@link StatusRuntimeException}.
   *
   * @param channel the way to the node
   */
  public GrpcLogSource(Channel channel) {
    this(channel, failure -> failure);
  }

  /**
   * Asks over a channel, which the caller owns.
   *
   * @param failures makes the exception of a call that fails
   */
  GrpcLogSource(Channel channel, Function<StatusRuntimeException, RuntimeException> failures) {
    this.log = LogServiceGrpc.newBlockingStub(channel);
    this.failures = failures;
  }

  private <A> A ask(Supplier<A> call) {
    return RemoteAnswer.attempt(call, failures);
  }

  @Override
  public SignedNote checkpoint() {
    return SignedNote.parse(
        ask(() -> log.getCheckpoint(GetCheckpointRequest.getDefaultInstance())).getCheckpoint());
  }

  @Override
  public List<Bytes> proveConsistency(long firstSize, long secondSize) {
    ProveConsistencyRequest request =
        ProveConsistencyRequest.newBuilder()
            .setFirstSize(firstSize)
            .setSecondSize(secondSize)
            .build();
    return ask(() -> log.proveConsistency(request)).getPathList().stream().map(Bytes::of).toList();
  }

  @Override
  public Statements statements(long firstPosition, boolean follow) {
    ReadStatementsRequest request =
        ReadStatementsRequest.newBuilder()
            .setFirstPosition(firstPosition)
            .setFollow(follow)
            .build();
    return new Streamed(RemoteAnswer.open(() -> log.readStatements(request), failures));
  }

  private record Streamed(RemoteAnswer<ReadStatementsResponse> from) implements Statements {
    @Override
    public boolean hasNext() {
      return from.hasNext();
    }

    @Override
    public SignedStatement next() {
      return SignedStatement.fromProto(from.next().getStatement());
    }

    @Override
    public void close() {
      from.close();
    }
  }
}
