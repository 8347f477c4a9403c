package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.error.NodeException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.store.Head;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.store.memory.MemoryEngine;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trust.chain.TrustAnchors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node whose rows are in memory does what any other does. */
class MemoryNodeTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL");

  @TempDir private Path directory;

  @Test
  void a_node_in_memory_assigns_resolves_traces_and_is_opened_again() throws IOException {
    NodeConfig config =
        NodeConfig.in(directory.resolve("node"))
            .authorityFor("88.118.8")
            .withCheckpoints(CheckpointPolicy.NONE)
            .withEngine(new MemoryEngine());
    try (Node node = Node.open(config)) {
      for (int coil = 0; coil < 600; coil++) {
        node.registrar().assign(Assignment.of(COIL + "-" + coil).value(1, "NO", "" + coil));
      }
      node.events()
          .capture(
              Capture.of(
                  "88.118.8",
                  Event.at(
                      Instant.parse("2026-03-02T06:00:00Z"),
                      new Processed(
                          List.of(EventItem.of("88.118.8/HEAT")),
                          List.of(EventItem.of(COIL.toString()))))));
      requireAnswers(node);
    }
    try (Node node = Node.open(config)) {
      requireAnswers(node);
    }
    assertThat(NodeAudit.compare(config, Optional.empty(), position -> {}).isDamaged()).isFalse();
    try (var files = Files.list(directory.resolve("node"))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("anchor.txt", "keys");
    }
  }

  @Test
  void nothing_of_a_node_in_memory_is_on_disk_and_it_lasts_as_long_as_its_configuration() {
    NodeConfig config = NodeConfig.inMemory().authorityFor("88.118.8");
    TrustAnchors anchors;
    try (Node node = Node.open(config)) {
      node.registrar().assign(Assignment.of(COIL).value(1, "NO", "7"));
      anchors = node.anchors();
      assertThatThrownBy(() -> node.backUp(directory.resolve("backups"), 1))
          .isInstanceOf(NodeException.class)
          .hasMessageContaining("memory");
      assertThat(directory.resolve("backups")).doesNotExist();
    }
    try (Node node = Node.open(config.withSuite(NodeConfig.DEFAULT_SUITE))) {
      assertThat(node.anchors()).isEqualTo(anchors);
      assertThat(node.resolver().resolve(COIL)).isInstanceOf(Resolution.Found.class);
      assertThat(node.proofs().checkpoint().text()).startsWith(node.anchor().log().text());
    }
    assertThat(NodeAudit.compare(config, Optional.empty(), position -> {}).isDamaged()).isFalse();
    assertThat(config.directory()).doesNotExist();
    try (Node other = Node.open(NodeConfig.inMemory().authorityFor("88.118.8"))) {
      assertThat(other.anchors()).isNotEqualTo(anchors);
      assertThat(other.head().statements()).isZero();
    }
  }

  @Test
  void keys_in_memory_are_made_with_a_prefix() {
    assertThatThrownBy(() -> Node.open(NodeConfig.inMemory()))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("no node exists in memory");
  }

  @Test
  void a_node_that_cannot_be_opened_leaves_no_thread_behind() {
    MemoryEngine engine = new MemoryEngine();
    Path place = directory.resolve("damaged");
    NodeConfig config =
        NodeConfig.in(place).withCheckpoints(CheckpointPolicy.NONE).withEngine(engine);
    Node.open(config.authorityFor("88.118.8")).close();
    try (NodeStore rows = engine.open(place.resolve("store"), StoreSettings.DEFAULT)) {
      Head head = rows.head();
      rows.commit(head, new Head(head.epoch(), 1, 1, 1, head.root())); // a batch that is not there
    }
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    assertThatThrownBy(() -> Node.open(config)).isInstanceOf(NodeException.class);

    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> !before.contains(thread) && thread.isAlive())
        .noneMatch(thread -> thread.getName().equals("nameplate-lineage"));
  }

  private static void requireAnswers(Node node) {
    assertThat(node.head().statements()).isEqualTo(601);
    assertThat(node.resolver().resolve(Identifier.parse(COIL + "-599")))
        .isInstanceOf(Resolution.Found.class);
    List<TraceStep> steps = new ArrayList<>();
    try (TraceSteps answer =
        node.tracer()
            .trace(
                TraceQuestion.downstream(ItemId.parse("88.118.8/HEAT")),
                Budget.standard(),
                Caller.OPERATOR)) {
      answer.forEachRemaining(steps::add);
    }
    assertThat(steps).anyMatch(step -> step.toString().contains(COIL.toString()));
  }
}
