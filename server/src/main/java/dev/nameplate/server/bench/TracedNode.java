package dev.nameplate.server.bench;

import dev.nameplate.access.Caller;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Budget;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.store.NodeStore;
import dev.nameplate.store.StoreSettings;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A node with lineage in it, closed and compacted.
 *
 * @param directory its directory
 * @param plan the plan of its events
 * @param events number of events
 */
record TracedNode(Path directory, LineagePlan plan, long events) {
  static final Prefix MILL = Prefix.parse(Coils.PREFIX);

  /** Events of a heat of {@link #steel}. */
  static final int EVENTS_A_HEAT = 42;

  /** A plan with a heat that becomes at least that many panels. */
  static LineagePlan oneHeat(long panels) {
    int slits = (int) Math.max(1, Math.min(100, panels / 10_000));
    int each = (int) Math.max(1, panels / (100L * slits));
    return LineagePlan.steel(MILL, 1, 10, 10, slits, each);
  }

  /** A plan with many heats of 141 items each, in about that many events. */
  static LineagePlan steel(Prefix under, long events) {
    return LineagePlan.steel(under, Math.max(1, events / EVENTS_A_HEAT), 10, 1, 2, 5);
  }

  static TracedNode fill(Path directory, SignatureSuite suite, LineagePlan plan) {
    NodeConfig config =
        NodeConfig.in(directory).authorityFor(Coils.PREFIX).withoutPassphrase().withSuite(suite);
    long events;
    try (Node node = Node.open(config)) {
      events = Recorded.all(node, MILL, new LineageEvents(plan));
      trace(node, TraceQuestion.upstream(plan.item(0, 0))); // until everything is indexed
    }
    try (NodeStore rows =
        config.engine().open(NodeDirectory.store(directory), StoreSettings.DEFAULT)) {
      rows.compact();
    }
    return new TracedNode(directory, plan, events);
  }

  Node open() {
    return Node.open(NodeConfig.in(directory));
  }

  /** Reads a whole answer, and returns the number of its items. */
  static long trace(Node node, TraceQuestion question) {
    long items = 0;
    try (TraceSteps steps = node.tracer().trace(question, time(), Caller.OPERATOR)) {
      while (steps.hasNext()) {
        if (steps.next() instanceof TraceStep.Item) {
          items++;
        }
      }
    }
    return items;
  }

  /** Traces, and fails if it is not as many items as it must be. */
  static long trace(Node node, TraceQuestion question, long expected) {
    long items = trace(node, question);
    if (items != expected) {
      throw new IllegalStateException(
          "trace: %d items of %s (expected: %d)".formatted(items, question.item(), expected));
    }
    return items;
  }

  /** Enough for the largest. */
  static Budget time() {
    return Budget.standard().within(Duration.ofMinutes(30));
  }

  ItemId heat(long number) {
    return plan.item(0, number);
  }

  /** Number of items of a heat, itself included. */
  long itemsOfHeat() {
    return LineageAnswers.size(new LineageAnswers(plan).below(0, 0));
  }
}
