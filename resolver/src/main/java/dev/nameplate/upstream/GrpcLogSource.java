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
import io.grpc.Context;
import java.util.Iterator;
import java.util.List;

/**
 * The log that a node shows over gRPC. Calls fail with {@link io.grpc.StatusRuntimeException}.
 * Thread-safe.
 */
public final class GrpcLogSource implements LogSource {
  private final LogServiceGrpc.LogServiceBlockingStub log;

  /**
   * Asks over a channel, which the caller owns.
   *
   * @param channel the way to the node
   */
  public GrpcLogSource(Channel channel) {
    this.log = LogServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public SignedNote checkpoint() {
    return SignedNote.parse(
        log.getCheckpoint(GetCheckpointRequest.getDefaultInstance()).getCheckpoint());
  }

  @Override
  public List<Bytes> proveConsistency(long firstSize, long secondSize) {
    return log
        .proveConsistency(
            ProveConsistencyRequest.newBuilder()
                .setFirstSize(firstSize)
                .setSecondSize(secondSize)
                .build())
        .getPathList()
        .stream()
        .map(Bytes::of)
        .toList();
  }

  @Override
  public Statements statements(long firstPosition, boolean follow) {
    Context.CancellableContext context = Context.current().withCancellation();
    ReadStatementsRequest request =
        ReadStatementsRequest.newBuilder()
            .setFirstPosition(firstPosition)
            .setFollow(follow)
            .build();
    Context before = context.attach();
    try {
      return new Streamed(log.readStatements(request), context);
    } finally {
      context.detach(before);
    }
  }

  /** A stream that ends with its context. */
  private record Streamed(Iterator<ReadStatementsResponse> from, Context.CancellableContext context)
      implements Statements {
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
      context.cancel(null);
    }
  }
}
