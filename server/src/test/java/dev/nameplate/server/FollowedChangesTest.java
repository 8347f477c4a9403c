package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamConfig;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following a node's log over a real port, as a reader and as a client that keeps answers. */
class FollowedChangesTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;
  private NodeServer county;
  private NodeServer mill;

  @BeforeEach
  void start() {
    county = start("88.118");
    mill = start("88.118.8");
    county
        .node()
        .allotments()
        .allot(
            Allotment.delegated(
                Prefix.parse("88.118.8"),
                "Guan County Steel",
                List.of(mill.node().anchor().authority()),
                List.of(endpoint(mill))));
    mill.node().registrar().assign(Assignment.of(COIL).value(1, "WEIGHT", "21.5"));
  }

  @AfterEach
  void close() {
    mill.close();
    county.close();
  }

  @Test
  void who_follows_a_log_is_sent_what_is_committed_later() {
    ManagedChannel channel = connect();
    try {
      Iterator<ReadStatementsResponse> log =
          LogServiceGrpc.newBlockingStub(channel)
              .readStatements(ReadStatementsRequest.newBuilder().setFollow(true).build());
      assertThat(log.next().getPosition()).isZero();

      mill.node().registrar().assign(Assignment.of("88.118.8/COIL-2"));
      assertThat(log.next().getPosition()).isEqualTo(1);
      mill.node().registrar().assign(Assignment.of("88.118.8/COIL-3"));
      assertThat(log.next().getPosition()).isEqualTo(2);
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void a_server_that_closes_does_not_wait_for_those_who_follow() {
    ManagedChannel channel = connect();
    try {
      Iterator<ReadStatementsResponse> log =
          LogServiceGrpc.newBlockingStub(channel)
              .readStatements(ReadStatementsRequest.newBuilder().setFollow(true).build());
      log.next();

      long began = System.nanoTime();
      mill.close();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
      assertThatThrownBy(log::hasNext)
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void a_client_that_follows_changes_forgets_at_once_what_is_updated() {
    try (NodeClient client = client()) {
      assertThat(version(client)).isEqualTo(1);
      assertThat(client.resolve(COIL).source()).isEqualTo(Source.CACHE);

      // The feed begins in the background, so the first change may come before it.
      long[] newest = {1};
      until(
          () -> {
            newest[0] =
                mill.node()
                    .registrar()
                    .update(
                        COIL,
                        newest[0],
                        List.of(RecordValue.text(1, "WEIGHT", "21.6")),
                        OperationId.NONE)
                    .version();
            return version(client) > 1;
          });

      long before = newest[0];
      mill.node().registrar().update(COIL, before, List.of(), OperationId.NONE);
      until(() -> version(client) == before + 1);
    }
  }

  @Test
  void a_client_that_follows_changes_believes_nothing_below_a_prefix_once_it_is_suspended() {
    try (NodeClient client = client()) {
      assertThat(version(client)).isEqualTo(1);
      // Once it was told of one change of the county's log, it follows that log.
      until(
          () -> {
            county.node().allotments().suspend(Prefix.parse("88.118.8"), 0, OperationId.NONE);
            boolean noticed = isSuspended(client);
            if (!noticed) {
              county.node().allotments().resume(Prefix.parse("88.118.8"), 0, OperationId.NONE);
            }
            return noticed;
          });
    }
  }

  private boolean isSuspended(NodeClient client) {
    try {
      client.resolve(COIL);
      return false;
    } catch (NameplateException e) {
      assertThat(e.reason()).isEqualTo(ErrorReason.PREFIX_SUSPENDED);
      return true;
    }
  }

  private static long version(NodeClient client) {
    return ((Resolution.Found) client.resolve(COIL)).record().version();
  }

  private static void until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + LONG.toNanos();
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within %s", LONG).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private NodeClient client() {
    return NodeClient.open(
        UpstreamConfig.trusting(
                TrustAnchors.of(List.of(county.node().anchor().at(List.of(endpoint(county))))))
            .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback())
            .followingChanges());
  }

  private ManagedChannel connect() {
    return NettyChannelBuilder.forAddress("127.0.0.1", mill.port()).usePlaintext().build();
  }

  private NodeServer start(String prefix) {
    return NodeServer.start(
        ServerConfig.onPort(0), NodeConfig.in(directory.resolve(prefix)).authorityFor(prefix));
  }

  private static Endpoint endpoint(NodeServer server) {
    return new Endpoint("127.0.0.1", server.port());
  }
}
