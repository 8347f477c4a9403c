package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.store.memory.MemoryEngine;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
