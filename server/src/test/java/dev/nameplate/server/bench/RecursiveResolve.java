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
import java.util.stream.IntStream;

/**
 * Resolving records that a recursive node has in its cache, over 8 connections with 32 calls in
 * flight on each, against the same records on their own node, in the same process. Both answers
 * carry record, proof and the chain from the root.
 */
public final class RecursiveResolve {
  private static final int CONNECTIONS = 8;
  private static final int IN_FLIGHT = 32;
  private static final int CALLS = 4_000;
  private static final int LINKS = 2;

  private static final int COILS = 8192;
  private static final int ROUNDS = 40;

  private final ServerProcess server =
      new ServerProcess(HierarchyServer.class, Integer.toString(COILS));
  private final List<ManagedChannel> toOwn = connections(server.said().get(0));
  private final List<ManagedChannel> toRecursive = connections(server.said().get(1));
  private final List<ResolveRequest> questions = new ArrayList<>();

  /** Starts the nodes, and asks for every record once. */
  private RecursiveResolve() {
    for (int coil = 0; coil < COILS; coil++) {
      questions.add(
          ResolveRequest.newBuilder()
              .setIdentifier(Coils.identifier(coil).toString())
              .setRecursive(true)
              .build());
    }
    Collections.shuffle(questions, new Random(1));
    turn(toRecursive, 1, questions.size()).turn();
    requireEqual(questions.get(0));
  }

  /** Prints a row. */
  public static void main(String... arguments) throws InterruptedException {
    RecursiveResolve benchmark = new RecursiveResolve();
    try {
      benchmark.measure();
    } finally {
      benchmark.close();
    }
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

  private void measure() {
    Rounds.Comparison rates =
        Rounds.run(ROUNDS, List.of(calling(toOwn), calling(toRecursive))).compare(1, 0);
    Figure figure =
        Figure.ofRates(
            "recursive resolve, warm cache", "the same records on their own node", rates, 0.90);
    System.out.println(Figure.head());
    System.out.println(figure.row());
  }

  private Contestant calling(List<ManagedChannel> connections) {
    return turn(connections, IN_FLIGHT, CALLS);
  }

  private Contestant turn(List<ManagedChannel> connections, int inFlight, int count) {
    return ClosedLoop.turn(
        new ResolveLoad(ResolutionServiceGrpc.getResolveMethod(), connections, questions),
        CONNECTIONS,
        inFlight,
        count);
  }

  private void close() throws InterruptedException {
    toOwn.forEach(ManagedChannel::shutdownNow);
    toRecursive.forEach(ManagedChannel::shutdownNow);
    server.close();
  }
}
