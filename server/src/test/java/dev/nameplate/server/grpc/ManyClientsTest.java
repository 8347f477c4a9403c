package dev.nameplate.server.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignAllResponse;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.RegistrationServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred clients load one prefix at once, beside some that never read their receipts. */
@Timeout(120)
class ManyClientsTest {
  private static final String PREFIX = "88.118.8/";
  private static final int CLIENTS = 100;
  private static final int OWN = 60;
  private static final int CONTESTED = 10;
  private static final int MINTED = 30;
  private static final SuffixPattern PATTERN = SuffixPattern.parse("M-{seq:6}{check}");

  private static final int DEAF = 4;
  private static final int DEAF_SENDS = 2 * WriteStream.WINDOW;
  private static final int FLOW_WINDOW = 65_535;

  /**
   * What the server takes of a caller who reads nothing: its window, and as many receipts of 32
   * bytes and more as fit into the caller's flow control window and the transport's 32 KiB.
   */
  private static final int MOST_TAKEN = WriteStream.WINDOW + (FLOW_WINDOW + (32 << 10)) / 32;

  @TempDir Path directory;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private NodeServer server;

  @BeforeEach
  void start() {
    server =
        NodeServer.start(
            ServerConfig.onPort(0),
            NodeConfig.in(directory.resolve("node"))
                .authorityFor("88.118.8")
                .withSuite(SignatureSuite.ED25519_SHA256));
  }

  @AfterEach
  void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    server.close();
  }

  @Test
  void a_hundred_clients_assign_just_what_they_asked_for_while_others_never_read() {
    List<Received<AssignAllRequest, AssignAllResponse>> deaf = new ArrayList<>();
    for (int i = 0; i < DEAF; i++) {
      deaf.add(sendWithoutReading(i));
    }
    List<Received<AssignAllRequest, AssignAllResponse>> clients = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      clients.add(send(client));
    }
    Map<String, Receipt> receipts = new TreeMap<>();
    int refused = 0;
    for (Received<AssignAllRequest, AssignAllResponse> client : clients) {
      List<AssignAllResponse> answers = client.all();
      assertThat(answers).hasSize(OWN + CONTESTED + MINTED);
      for (AssignAllResponse answer : answers) {
        if (answer.hasReceipt()) {
          assertThat(receipts.put(answer.getReceipt().getIdentifier(), answer.getReceipt()))
              .as("another receipt for %s", answer)
              .isNull();
        } else {
          assertThat(answer.getError().getReason()).isEqualTo("ALREADY_ASSIGNED");
          refused++;
        }
      }
    }
    assertThat(receipts.keySet()).isEqualTo(expected());
    assertThat(refused).isEqualTo((CLIENTS - 1) * CONTESTED);
    long taken = server.node().head().statements() - receipts.size();
    System.out.printf(
        "%d clients: %,d receipts, %,d refusals; of %d x %,d assignments whose receipts nobody"
            + " reads, %,d were taken%n",
        CLIENTS, receipts.size(), refused, DEAF, DEAF_SENDS, taken);
    assertThat(taken).isBetween(1L, (long) DEAF * MOST_TAKEN);

    deaf.get(0).read(Integer.MAX_VALUE);
    assertThat(deaf.get(0).all())
        .extracting(answer -> answer.getReceipt().getIdentifier())
        .isEqualTo(IntStream.range(0, DEAF_SENDS).mapToObj(i -> PREFIX + "DEAF-0-" + i).toList());
    deaf.subList(1, DEAF).forEach(each -> each.call().cancel("goes away", null));
    assertThat(server.node().head().statements() - receipts.size() - DEAF_SENDS)
        .isLessThanOrEqualTo((DEAF - 1L) * MOST_TAKEN);
  }

  private Received<AssignAllRequest, AssignAllResponse> begin(
      Received<AssignAllRequest, AssignAllResponse> caller) {
    ManagedChannel channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .flowControlWindow(FLOW_WINDOW)
            .build();
    channels.add(channel);
    RegistrationServiceGrpc.newStub(channel).assignAll(caller);
    return caller;
  }

  private Received<AssignAllRequest, AssignAllResponse> send(int client) {
    Received<AssignAllRequest, AssignAllResponse> caller = begin(Received.everything());
    IntStream.range(0, OWN).forEach(i -> caller.call().onNext(named("C-" + client + "-" + i)));
    IntStream.range(0, CONTESTED).forEach(i -> caller.call().onNext(named("SHARED-" + i)));
    IntStream.range(0, MINTED).forEach(i -> caller.call().onNext(minted()));
    caller.call().onCompleted();
    return caller;
  }

  /** Sends without a care for what the transport says it takes; that waits on this side. */
  private Received<AssignAllRequest, AssignAllResponse> sendWithoutReading(int number) {
    Received<AssignAllRequest, AssignAllResponse> deaf = begin(Received.nothingYet());
    IntStream.range(0, DEAF_SENDS)
        .forEach(i -> deaf.call().onNext(named("DEAF-" + number + "-" + i)));
    deaf.call().onCompleted();
    return deaf;
  }

  private static AssignAllRequest named(String suffix) {
    return AssignAllRequest.newBuilder()
        .setAssignment(AssignRequest.newBuilder().setIdentifier(PREFIX + suffix))
        .build();
  }

  private static AssignAllRequest minted() {
    return AssignAllRequest.newBuilder()
        .setAssignment(AssignRequest.newBuilder().setPattern(PREFIX + PATTERN))
        .build();
  }

  private static Set<String> expected() {
    Set<String> expected = new TreeSet<>();
    for (int client = 0; client < CLIENTS; client++) {
      String own = PREFIX + "C-" + client + "-";
      IntStream.range(0, OWN).forEach(i -> expected.add(own + i));
    }
    IntStream.range(0, CONTESTED).forEach(i -> expected.add(PREFIX + "SHARED-" + i));
    LongStream.rangeClosed(1, CLIENTS * MINTED)
        .forEach(number -> expected.add(PREFIX + PATTERN.numbered(number)));
    return expected;
  }
}
