package dev.nameplate.server.bench;

import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.Source;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Resolving records that a recursive node has in its cache, over 8 connections with 32 calls in
 * flight on each, against the same records on their own node, in the same process. Both answers
 * carry record, proof and the chain from the root.
 */
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 40, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class RecursiveResolve extends InTurns {
  static final int OWN = 0;
  static final int CONTESTANTS = 2;

  private static final int CONNECTIONS = 8;
  private static final int IN_FLIGHT = 32;
  private static final int CALLS = 4_000;
  private static final int LINKS = 2;

  private final ServerProcess server =
      new ServerProcess(HierarchyServer.class, Integer.toString(BenchServer.COILS));
  private final List<ManagedChannel> toOwn = connections(server.said().get(0));
  private final List<ManagedChannel> toRecursive = connections(server.said().get(1));
  private final List<ResolveRequest> questions = new ArrayList<>();

  /** Starts the nodes, and asks for every record once. */
  public RecursiveResolve() {
    super(CONTESTANTS);
    for (int coil = 0; coil < BenchServer.COILS; coil++) {
      questions.add(
          ResolveRequest.newBuilder()
              .setIdentifier(Coils.identifier(coil).toString())
              .setRecursive(true)
              .build());
    }
    Collections.shuffle(questions, new Random(1));
    var resolve = ResolutionServiceGrpc.getResolveMethod();
    ClosedLoop.run(resolve, questions, toRecursive, 1, questions.size());
    requireEqual(questions.get(0));
  }

  private static List<ManagedChannel> connections(String port) {
    return IntStream.range(0, CONNECTIONS)
        .mapToObj(
            number ->
                NettyChannelBuilder.forAddress("127.0.0.1", Integer.parseInt(port))
                    .usePlaintext()
                    .directExecutor()
                    .build())
        .toList();
  }

  /** What is compared must be the same work: the same record with the same proof. */
  private void requireEqual(ResolveRequest question) {
    ResolveResponse own = ResolutionServiceGrpc.newBlockingStub(toOwn.get(0)).resolve(question);
    ResolveResponse kept =
        ResolutionServiceGrpc.newBlockingStub(toRecursive.get(0)).resolve(question);
    if (own.getSource() != Source.SOURCE_OWN
        || kept.getSource() != Source.SOURCE_CACHE
        || !own.getStatement().equals(kept.getStatement())
        || own.getChainCount() != LINKS
        || !own.getChainList().equals(kept.getChainList())) {
      throw new IllegalStateException("not the same answer:\n" + own + "\n" + kept);
    }
  }

  /** Makes some thousand calls. */
  @Benchmark
  public void resolve() {
    ClosedLoop.run(
        ResolutionServiceGrpc.getResolveMethod(),
        questions,
        turn() == OWN ? toOwn : toRecursive,
        IN_FLIGHT,
        CALLS);
  }

  /** Ends the nodes. */
  @TearDown(Level.Trial)
  public void close() throws InterruptedException {
    toOwn.forEach(ManagedChannel::shutdownNow);
    toRecursive.forEach(ManagedChannel::shutdownNow);
    server.close();
  }
}
