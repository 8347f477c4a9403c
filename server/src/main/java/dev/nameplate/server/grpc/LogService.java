package dev.nameplate.server.grpc;

import dev.nameplate.log.LogProofs;
import dev.nameplate.node.NodeView;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Checkpoint;
import dev.nameplate.trust.TlogProof;
import dev.nameplate.v1.GetCheckpointRequest;
import dev.nameplate.v1.GetCheckpointResponse;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ProveConsistencyRequest;
import dev.nameplate.v1.ProveConsistencyResponse;
import dev.nameplate.v1.ProveInclusionRequest;
import dev.nameplate.v1.ProveInclusionResponse;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Lets anyone audit or mirror a node's log. Blocks while it reads the store. */
final class LogService extends LogServiceGrpc.LogServiceImplBase {
  private static final int THREADS = 4;
  private static final long IDLE_SECONDS = 1;

  /**
   * Sends what is committed to those who follow the log. Its threads end when nobody has anything
   * to be sent, and so with the server.
   */
  private final Executor following = threads();

  private final Openings readers;
  private final CallLimits limits;
  private final NodeView node;

  LogService(NodeView node, CallLimits limits) {
    this.limits = limits;
    this.readers = new Openings("readers of the log", limits.logReaders());
    this.node = node;
  }

  @Override
  public void getCheckpoint(
      GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> caller) {
    Calls.answer(
        request,
        caller,
        asked ->
            GetCheckpointResponse.newBuilder()
                .setCheckpoint(node.proofs().checkpoint().toString())
                .build());
  }

  @Override
  public void proveInclusion(
      ProveInclusionRequest request, StreamObserver<ProveInclusionResponse> caller) {
    Calls.answer(request, caller, this::proveInclusion);
  }

  @Override
  public void proveConsistency(
      ProveConsistencyRequest request, StreamObserver<ProveConsistencyResponse> caller) {
    Calls.answer(request, caller, this::proveConsistency);
  }

  @Override
  public void readStatements(
      ReadStatementsRequest request, StreamObserver<ReadStatementsResponse> caller) {
    StatementStream.open(
        node.statements(),
        node.feed(),
        following,
        readers,
        limits.patience(),
        Callers.current(),
        request,
        (ServerCallStreamObserver<ReadStatementsResponse>) caller);
  }

  private static Executor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "nameplate-follow");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  private ProveInclusionResponse proveInclusion(ProveInclusionRequest request) {
    long batch = ProtoCodec.number("batch", request.getBatch());
    long wanted = ProtoCodec.number("tree_size", request.getTreeSize());
    TlogProof newest = node.proofs().exportProof(batch);
    long newestSize = Checkpoint.parse(newest.checkpoint().text()).size();
    // The log may grow between two looks at it: both forms of the proof are for the size of the one
    // checkpoint.
    LogProofs.Inclusion inclusion =
        node.proofs().proveInclusion(batch, wanted == 0 ? newestSize : wanted);
    return ProveInclusionResponse.newBuilder()
        .setBatch(inclusion.batch().toProto())
        .setTreeSize(inclusion.treeSize())
        .addAllPath(hashes(inclusion.path().stream()))
        .setTlogProof(inclusion.treeSize() == newestSize ? newest.toString() : "")
        .build();
  }

  private ProveConsistencyResponse proveConsistency(ProveConsistencyRequest request) {
    long first = ProtoCodec.number("first_size", request.getFirstSize());
    long wanted = ProtoCodec.number("second_size", request.getSecondSize());
    long second = wanted == 0 ? node.proofs().size() : wanted;
    return ProveConsistencyResponse.newBuilder()
        .addAllPath(hashes(node.proofs().proveConsistency(first, second).stream()))
        .setSecondSize(second)
        .build();
  }

  private static Iterable<com.google.protobuf.ByteString> hashes(Stream<Bytes> path) {
    return path.map(Bytes::asByteString).toList();
  }
}
