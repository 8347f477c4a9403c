package dev.nameplate.server.bench;

import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Resolving records that are in a node's cache, over 8 connections with 32 calls in flight on each,
 * against an echo of the same size on the same server, which is another process on this machine.
 */
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 40, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class GrpcResolve extends InTurns {
  static final int ECHO = 0;
  static final int CONTESTANTS = 2;

  private static final int CONNECTIONS = 8;
  private static final int IN_FLIGHT = 32;
  private static final int CALLS = 4_000;

  private final ServerProcess server = new ServerProcess(BenchServer.class);
  private final List<ManagedChannel> connections = new ArrayList<>();
  private final List<ResolveRequest> questions = new ArrayList<>();

  /** Starts the server. */
  public GrpcResolve() {
    super(CONTESTANTS);
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(
          NettyChannelBuilder.forAddress("127.0.0.1", server.port())
              .usePlaintext()
              .directExecutor()
              .build());
    }
    for (int coil = 0; coil < BenchServer.COILS; coil++) {
      questions.add(
          ResolveRequest.newBuilder().setIdentifier(Coils.identifier(coil).toString()).build());
    }
    Collections.shuffle(questions, new Random(1));
  }

  /** Makes some thousand calls. */
  @Benchmark
  public void resolve() {
    var method = turn() == ECHO ? BenchServer.ECHO : ResolutionServiceGrpc.getResolveMethod();
    ClosedLoop.run(method, questions, connections, IN_FLIGHT, CALLS);
  }

  /** Ends the server. */
  @TearDown(Level.Trial)
  public void close() throws InterruptedException {
    connections.forEach(ManagedChannel::shutdownNow);
    server.close();
  }
}
