package dev.nameplate.server.bench;

import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.AssignResponse;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.wire.RegistrationCodec;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Time of a write while there is no other, over one connection: assigning a coil, against a put
 * with fsync of the same row, made before, by an otherwise empty method of the same server.
 */
final class LoneWrite {
  private static final int WRITES_A_TURN = 400;
  private static final double[] PERCENTILES = {50, 99};

  /** A method that puts a row. */
  private static final MethodDescriptor<AssignRequest, AssignResponse> PUT =
      MethodDescriptor.<AssignRequest, AssignResponse>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName("nameplate.bench.PutService/Put")
          .setRequestMarshaller(ProtoUtils.marshaller(AssignRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(AssignResponse.getDefaultInstance()))
          .build();

  private LoneWrite() {}

  static List<Figure> measure(Scratch scratch, Serving serving, SignatureSuite suite, int rounds) {
    try (BareRocks bare = BareRocks.create(scratch.resolve("put-" + suite));
        Node node =
            Node.open(
                NodeConfig.in(scratch.resolve("lone-" + suite))
                    .authorityFor(Coils.PREFIX)
                    .withoutPassphrase()
                    .withSuite(suite))) {
      Deque<BareRow> rows = new ConcurrentLinkedDeque<>();
      Serving.Served server = serving.serve(node, List.of(putting(bare, rows)));
      ManagedChannel connection =
          NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
      try {
        LogName log = node.anchor().log();
        Calling puts =
            new Calling(PUT, connection, rounds, coil -> rows.add(BareRow.of(coil, log)));
        Calling assigns =
            new Calling(RegistrationServiceGrpc.getAssignMethod(), connection, rounds, coil -> {});
        Rounds.run(rounds, List.of(puts, assigns));
        return Arrays.stream(PERCENTILES)
            .mapToObj(percentile -> figure(suite, percentile, assigns, puts, rounds))
            .toList();
      } finally {
        connection.shutdownNow();
        server.stop().run();
      }
    }
  }

  private static ServerServiceDefinition putting(BareRocks bare, Deque<BareRow> rows) {
    return ServerServiceDefinition.builder("nameplate.bench.PutService")
        .addMethod(
            PUT,
            ServerCalls.asyncUnaryCall(
                (request, caller) -> {
                  bare.write(List.of(rows.remove()));
                  caller.onNext(AssignResponse.getDefaultInstance());
                  caller.onCompleted();
                }))
        .build();
  }

  private static Figure figure(
      SignatureSuite suite, double percentile, Calling assigns, Calling puts, int rounds) {
    double[] ratios = new double[rounds];
    double[] measured = new double[rounds];
    double[] against = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      measured[round] = assigns.micros(round, percentile);
      against[round] = puts.micros(round, percentile);
      ratios[round] = measured[round] / against[round];
    }
    return new Figure(
        String.format("one write alone, p%.0f, %s", percentile, suite),
        "bare put with fsync by an empty method",
        Rounds.median(measured),
        Rounds.median(against),
        " us",
        Rounds.median(ratios),
        Figure.Bound.AT_MOST,
        2);
  }

  /** Calls a method, one call after the other, and keeps their times by round. */
  private static final class Calling implements Contestant {
    private final MethodDescriptor<AssignRequest, AssignResponse> method;
    private final ManagedChannel connection;
    private final List<Histogram> nanos = new ArrayList<>();
    private final int rounds;
    private final LongConsumer preparing;
    private final List<AssignRequest> requests = new ArrayList<>();
    private long written;

    /**
     * Calls a method.
     *
     * @param preparing prepares the write of a coil, before the turn
     */
    Calling(
        MethodDescriptor<AssignRequest, AssignResponse> method,
        ManagedChannel connection,
        int rounds,
        LongConsumer preparing) {
      this.method = method;
      this.connection = connection;
      this.rounds = rounds;
      this.preparing = preparing;
    }

    @Override
    public void prepare() {
      requests.clear();
      for (int i = 0; i < WRITES_A_TURN; i++) {
        preparing.accept(written);
        requests.add(RegistrationCodec.request(Coils.assignment(written++)));
      }
    }

    @Override
    public long turn() {
      Histogram turn = new Histogram(3);
      for (AssignRequest request : requests) {
        long began = System.nanoTime();
        ClientCalls.blockingUnaryCall(connection, method, CallOptions.DEFAULT, request);
        turn.recordValue(System.nanoTime() - began);
      }
      nanos.add(turn);
      return WRITES_A_TURN;
    }

    /** A percentile of a measured round; those before them were for warming up. */
    double micros(int round, double percentile) {
      Histogram turn = nanos.get(nanos.size() - rounds + round);
      return turn.getValueAtPercentile(percentile) / 1e3;
    }
  }
}
