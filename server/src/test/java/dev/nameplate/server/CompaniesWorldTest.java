package dev.nameplate.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.server.CompaniesWorld.Answer;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.UpstreamConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Traces over three nodes that ask each other, in the histories of a {@link CompaniesWorld}: asked
 * at any node, an answer holds what all nodes together know, and holes where one hides something or
 * is silent, nowhere else.
 */
final class CompaniesWorldTest {
  private static final List<Prefix> COMPANIES =
      List.of(Prefix.parse("88.118.6"), Prefix.parse("88.118.8"), Prefix.parse("88.118.9"));

  private static final int STEPS = 14;

  @TempDir private Path directory;
  private final Map<Prefix, NodeServer> nodes = new HashMap<>();
  private NodeServer county;
  private int traces;
  private int recalls;
  private int events;

  @BeforeEach
  void start() throws IOException {
    county = NodeServer.start(ServerConfig.onPort(0), config(Prefix.parse("88.118")));
    TrustAnchor anchor =
        county.node().anchor().at(List.of(new Endpoint(county.host(), county.port())));
    UpstreamConfig asking =
        UpstreamConfig.trusting(TrustAnchors.of(List.of(anchor)))
            .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback());
    for (Prefix company : COMPANIES) {
      int port = allot(company);
      nodes.put(
          company,
          NodeServer.start(
              ServerConfig.onPort(port).offeringRecursion(), config(company).withUpstream(asking)));
    }
  }

  @AfterEach
  void close() {
    nodes.values().forEach(NodeServer::close);
    county.close();
  }

  @Test
  void asked_anywhere_a_trace_holds_what_all_nodes_know() {
    compare(0, 8);
  }

  @Test
  @Tag("crash")
  void asked_anywhere_a_trace_holds_what_all_nodes_know_in_many_more_worlds() {
    compare(
        Long.getLong("nameplate.model.seed", 1_000_000),
        Integer.getInteger("nameplate.model.companies", 150));
    System.out.println(
        events + " events, " + traces + " recursive traces, " + recalls + " recalls");
  }

  @Test
  void where_a_node_is_silent_there_are_holes() {
    CompaniesWorld[] worlds = new CompaniesWorld[5];
    for (int i = 0; i < worlds.length; i++) {
      worlds[i] = world(100 + i);
    }
    Prefix silent = COMPANIES.get(1);
    node(silent).close();
    for (int i = 0; i < worlds.length; i++) {
      compare(worlds[i], 100 + i, Set.of(silent));
    }
  }

  private void compare(long first, int worlds) {
    for (long seed = first; seed < first + worlds; seed++) {
      compare(world(seed), seed, Set.of());
    }
  }

  private CompaniesWorld world(long seed) {
    CompaniesWorld world = new CompaniesWorld(seed, COMPANIES, STEPS);
    for (CompaniesWorld.Written one : world.written()) {
      Capture capture = Capture.of(one.by(), one.event());
      node(one.by()).node().events().capture(one.restricted() ? capture.asRestricted() : capture);
      events++;
    }
    return world;
  }

  private void compare(CompaniesWorld world, long seed, Set<Prefix> silent) {
    world
        .items()
        .forEach(
            (item, known) -> {
              for (Prefix asked : COMPANIES) {
                if (known.contains(asked) && !silent.contains(asked)) {
                  compare(world, seed, item, asked, silent);
                }
              }
            });
  }

  private void compare(
      CompaniesWorld world, long seed, String item, Prefix asked, Set<Prefix> silent) {
    for (Direction direction : Direction.values()) {
      boolean down = direction == Direction.DOWNSTREAM;
      Answer expected = world.follow(item, down, asked, silent);
      Answer found = trace(TraceQuestion.about(ItemId.parse(item), direction), asked);
      String about =
          "seed %d: %s %s asked at %s, silent %s".formatted(seed, direction, item, asked, silent);
      assertThat(found.items()).as(about).isEqualTo(expected.items());
      assertThat(found.events()).as(about).isEqualTo(expected.events());
      assertThat(found.holes()).as(about).isEqualTo(expected.holes());
      if (silent.isEmpty()) {
        assertThat(found.items()).as(about).isEqualTo(world.truth(item, down, asked, COMPANIES));
      }
      traces++;
    }
    if (world.isNamed(item, asked)) { // a recall looks at what the one node recorded
      assertThat(recalled(item, asked))
          .as("seed %d: recall of %s at %s", seed, item, asked)
          .isEqualTo(world.truth(item, true, asked, List.of(asked)));
      recalls++;
    }
  }

  private Set<String> recalled(String item, Prefix asked) {
    Set<String> items = new TreeSet<>();
    try (RecallSteps steps =
        node(asked)
            .node()
            .recall()
            .recall(
                RecallQuestion.of(List.of(Suspect.of(ItemId.parse(item)))),
                Budget.of(Budget.Limits.TRACE),
                Caller.OPERATOR)) {
      while (steps.hasNext()) {
        if (steps.next() instanceof RecallStep.Affected affected) {
          items.add(affected.item().toString());
        }
      }
    }
    return items;
  }

  private Answer trace(TraceQuestion question, Prefix asked) {
    Answer answer = new Answer();
    try (TraceSteps steps =
        node(asked)
            .node()
            .tracer()
            .trace(question, Budget.of(Budget.Limits.TRACE), Caller.OPERATOR)) {
      while (steps.hasNext()) {
        add(steps.next(), answer);
      }
    }
    return answer;
  }

  private static void add(TraceStep step, Answer answer) {
    if (step instanceof TraceStep.Item item) {
      assertThat(answer.items().add(item.id().toString())).as("%s is told once", item).isTrue();
    } else if (step instanceof TraceStep.Deed deed) {
      String id = deed.event().value().id().orElseThrow().toString();
      assertThat(answer.events().add(id)).as("%s is told once", deed).isTrue();
    } else if (step instanceof TraceStep.Hole hole) {
      answer.holes().add(hole.reason() + hole.at().map(at -> " " + at).orElse(""));
    }
  }

  private NodeServer node(Prefix company) {
    return requireNonNull(nodes.get(company));
  }

  /** Delegates to a company before its node is run, so that it knows from the start by whom. */
  private int allot(Prefix company) throws IOException {
    try (ServerSocket socket = new ServerSocket(0);
        Node made = Node.open(config(company))) {
      county
          .node()
          .allotments()
          .allot(
              Allotment.delegated(
                  company,
                  "a company",
                  List.of(made.anchor().authority()),
                  List.of(new Endpoint("127.0.0.1", socket.getLocalPort()))));
      return socket.getLocalPort();
    }
  }

  private NodeConfig config(Prefix prefix) {
    return NodeConfig.in(directory.resolve(prefix.toString())).authorityFor(prefix.toString());
  }
}
