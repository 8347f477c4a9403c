package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.trace.read.NotNamedException;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is told what, by a node. */
final class RecallAccessTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final ItemId COIL = ItemId.parse("88.118.8/COIL-1");
  private static final ItemId BOX = ItemId.parse("88.118.8/BOX-1");
  private static final Instant TIME = Instant.parse("2026-03-01T06:00:00Z");

  @TempDir private Path directory;

  @Test
  void what_only_a_restricted_event_ties_together_is_not_told_to_everyone() {
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"))) {
      record(node, 0, new Created(List.of(new EventItem(COIL, Optional.empty()))), false);
      record(
          node,
          1,
          new Contained(
              Optional.of(BOX),
              List.of(new EventItem(COIL, Optional.empty())),
              Change.ENTER,
              Bond.PACKED),
          true);
      record(
          node,
          2,
          new Transferred(
              List.of(new EventItem(BOX, Optional.empty())),
              "Mill",
              "Customer",
              Side.GIVEN,
              List.of()),
          false);

      Affected own = affected(node, Caller.OPERATOR);
      Affected everyone = affected(node, Caller.STRANGER);

      assertThat(own.holder()).isEqualTo("Customer");
      assertThat(own.inside()).contains(BOX);
      assertThat(everyone.holder()).isEqualTo("88.118.8");
      assertThat(everyone.inside()).isEmpty();
    }
  }

  @Test
  void an_item_that_nobody_named_is_no_suspect_and_no_lot() {
    try (Node node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"))) {
      assertThatThrownBy(() -> affected(node, Caller.OPERATOR))
          .isInstanceOf(NotNamedException.class)
          .hasMessageContaining("suspects: \"88.118.8/COIL-1\"");
      assertThatThrownBy(
              () -> node.reconciliation().balance(Reconciliation.Question.of(COIL), Tolerance.NONE))
          .isInstanceOf(NotNamedException.class)
          .hasMessageContaining("lot: \"88.118.8/COIL-1\"");
    }
  }

  private static void record(Node node, int hour, Occurrence what, boolean restricted) {
    node.events()
        .capture(
            new Capture(
                MILL,
                Event.at(TIME.plusSeconds(3600L * hour), what),
                restricted,
                OperationId.NONE));
  }

  private static Affected affected(Node node, Caller caller) {
    RecallQuestion question = RecallQuestion.of(List.of(Suspect.of(COIL)));
    try (RecallSteps steps = node.recall().recall(question, Budget.standard(), caller)) {
      steps.next();
      return (Affected) steps.next();
    }
  }
}
