package dev.nameplate.server.cli;

import static dev.nameplate.server.cli.ThreeNodes.COIL;
import static dev.nameplate.server.cli.ThreeNodes.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.RemoteNode;
import dev.nameplate.upstream.UpstreamConfig;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Many identifiers from a file: one line each, in their order, and how many there were. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResolveListTest {
  @TempDir private Path directory;
  private ThreeNodes nodes;
  private String mill = "";

  @BeforeAll
  void open(@TempDir Path data) throws IOException {
    nodes = new ThreeNodes(data);
    mill = endpoint(nodes.mill).toString();
    for (int i = 1; i <= 3; i++) {
      Run.of("assign", "88.118.8/C-" + i, "--value", "1:N=" + i, "--node", mill).ok();
    }
    Run.of("retire", "88.118.8/C-3", "--expect", "1", "--node", mill).ok();
    Run.of("assign", "88.118.7/PEAR-1", "--node", endpoint(nodes.county)).ok();
  }

  @AfterAll
  void close() {
    nodes.close();
  }

  private Path list(String... lines) throws IOException {
    return Files.writeString(directory.resolve("list.txt"), String.join("\n", lines) + "\n");
  }

  @Test
  void people_get_a_line_each_and_a_last_one_with_the_numbers() throws IOException {
    Path list =
        list("88.118.8/c-2", "", "88.118.8/NONE", "no slash", "88.118.8/C-3\r", "88.118.8/C-2");
    Path anchor = Files.writeString(directory.resolve("mill.txt"), millAnchor());
    Run run = Run.of("resolve", "--list", list, "--node", mill, "--anchor", anchor);
    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("88.118.8/C-2  found  version 1  1 value  verified"),
            line -> assertThat(line).isEqualTo("88.118.8/NONE  absent  verified"),
            line -> assertThat(line).startsWith("no slash  failed  line 4: identifier: "),
            line -> assertThat(line).isEqualTo("88.118.8/C-3  absent  retired  verified"),
            line -> assertThat(line).isEqualTo("88.118.8/C-2  found  version 1  1 value  verified"),
            line ->
                assertThat(line)
                    .isEqualTo("5 identifiers: 2 found, 2 absent, 0 referred, 1 failed"));
  }

  private String millAnchor() {
    return nodes.mill.node().anchor().toString();
  }

  @Test
  void programs_get_what_resolve_prints_for_each() throws IOException {
    Run run =
        Run.reading(
            "88.118.8/C-1\n88.118.8/NONE\nno slash\n".getBytes(StandardCharsets.UTF_8),
            "resolve",
            "--list",
            "-",
            "--node",
            mill,
            "--json");
    assertThat(run.exitCode()).isEqualTo(ExitCode.NO);
    List<JsonNode> lines = run.jsonLines();
    assertThat(lines).hasSize(3);
    JsonNode alone = Run.of("resolve", "88.118.8/C-1", "--node", mill, "--json").ok().json();
    assertThat(lines.get(0)).isEqualTo(alone);
    assertThat(lines.get(1).path("outcome").asText()).isEqualTo("absent");
    assertThat(lines.get(2).path("reason").asText()).isEqualTo("MALFORMED_IDENTIFIER");
    assertThat(lines.get(2).path("line").asLong()).isEqualTo(3);
  }

  @Test
  void a_list_longer_than_a_call_takes_several() throws IOException {
    String lines =
        IntStream.range(0, 21_000)
            .mapToObj(i -> "88.118.8/C-" + (1 + i % 2))
            .collect(Collectors.joining("\n"));
    Run run =
        Run.of(
            "resolve",
            "--list",
            Files.writeString(directory.resolve("long.txt"), lines),
            "--version",
            "1",
            "--node",
            mill,
            "--anchor",
            Files.writeString(directory.resolve("mill2.txt"), millAnchor()));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
    assertThat(run.out().lines().count()).isEqualTo(21_001);
    assertThat(run.out())
        .endsWith("21,000 identifiers: 21,000 found, 0 absent, 0 referred, 0 failed\n");
  }

  @Test
  void a_list_goes_from_node_to_node_or_through_a_recursive_node() throws IOException {
    Path list = list("88.118.8/C-1", "88.118.7/PEAR-1", "88.118.7/NONE", "88.118.70/X");
    for (List<Object> way :
        List.<List<Object>>of(
            List.of("--iterative", "--allow-loopback-endpoints"),
            List.of("--recursive", "--node", endpoint(nodes.recursive)))) {
      List<Object> arguments =
          new ArrayList<>(List.of("resolve", "--list", list, "--anchor", nodes.anchor, "--json"));
      arguments.addAll(way);
      List<JsonNode> lines = Run.of(arguments.toArray()).jsonLines();
      assertThat(lines).as("%s", way).hasSize(4);
      assertThat(lines.subList(0, 3))
          .allSatisfy(line -> assertThat(line.path("verified").asBoolean()).isTrue());
      assertThat(lines.get(2).path("outcome").asText()).isEqualTo("absent");
      assertThat(lines.get(3).path("reason").asText()).isEqualTo("PREFIX_SUSPENDED");
    }
  }

  @Test
  void a_client_asks_each_of_three_nodes_once_and_a_remote_node_its_own() throws IOException {
    TrustAnchors anchors = TrustAnchors.parse(Files.readString(nodes.anchor), "root.txt");
    UpstreamConfig config =
        UpstreamConfig.trusting(anchors)
            .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback());
    List<Identifier> asked =
        IntStream.range(0, 500)
            .mapToObj(i -> Identifier.parse(i % 2 == 0 ? "88.118.8/C-1" : "88.118.8/N-" + i))
            .toList();
    try (NodeClient client = NodeClient.open(config)) {
      Budget budget = Budget.of(Budget.Limits.forMany(asked.size()));
      assertAnswered(client.resolveAll(asked, AsOf.Newest.NEWEST, budget));
      assertThat(budget.upstreamCalls()).isEqualTo(3);
    }
    try (RemoteNode node =
        RemoteNode.at(endpoint(nodes.mill), TrustAnchors.of(List.of(nodes.mill.node().anchor())))) {
      assertAnswered(node.resolver().resolveAll(asked));
    }
  }

  private static void assertAnswered(List<Resolved> results) {
    assertThat(results).hasSize(500);
    for (int i = 0; i < results.size(); i++) {
      assertThat(results.get(i).answer())
          .isInstanceOf(i % 2 == 0 ? Resolution.Found.class : Resolution.Absent.class);
    }
  }

  @Test
  void a_node_that_knows_no_lists_is_asked_one_by_one() throws IOException {
    AtomicInteger calls = new AtomicInteger();
    Server old =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(
                new ResolutionServiceGrpc.ResolutionServiceImplBase() {
                  @Override
                  public void resolve(
                      ResolveRequest request, StreamObserver<ResolveResponse> caller) {
                    calls.incrementAndGet();
                    caller.onNext(
                        ResolveResponse.newBuilder().setOutcome(Outcome.OUTCOME_ABSENT).build());
                    caller.onCompleted();
                  }
                })
            .build()
            .start();
    try {
      Run run =
          Run.of(
              "resolve", "--list", list(COIL, "bad", COIL), "--node", "127.0.0.1:" + old.getPort());
      assertThat(run.out()).endsWith("3 identifiers: 0 found, 2 absent, 0 referred, 1 failed\n");
      assertThat(calls).hasValue(2);
    } finally {
      old.shutdownNow();
    }
  }

  @Test
  void what_does_not_go_with_a_list_is_said() throws IOException {
    Path list = list(COIL);
    for (String option : List.of("--route", "--follow", "--references", "--explain")) {
      Run run = Run.of("resolve", "--list", list, option, "--node", mill);
      assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(run.err()).contains("--list: not with");
    }
    assertThat(Run.of("resolve", "--node", mill).exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(Run.of("resolve", COIL, "--list", list, "--node", mill).exitCode())
        .isEqualTo(ExitCode.USAGE);
    Run missing = Run.of("resolve", "--list", directory.resolve("none"), "--node", mill);
    assertThat(missing.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(missing.err()).contains("cannot read");
  }
}
