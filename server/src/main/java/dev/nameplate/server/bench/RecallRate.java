package dev.nameplate.server.bench;

import dev.nameplate.access.Caller;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.node.Node;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Recalling one heat with all its panels and where these are, against tracing the same items: as
 * they left the works, and after each panel went to another one of a thousand shops than the panel
 * before it.
 */
final class RecallRate {
  private static final int SHOPS = 1_000;
  private static final Instant SHIPPED = Instant.parse("2026-06-01T00:00:00Z");

  private RecallRate() {}

  static List<Figure> measure(Path directory, SignatureSuite suite, long panels, int rounds) {
    TracedNode traced = TracedNode.fill(directory, suite, TracedNode.oneHeat(panels));
    List<Figure> figures = new ArrayList<>();
    figures.add(measure(traced, "", rounds));
    try (Node node = traced.open()) {
      ship(node, traced.plan());
    }
    figures.add(measure(traced, ", %,d shops".formatted(SHOPS), rounds));
    return figures;
  }

  private static Figure measure(TracedNode traced, String where, int rounds) {
    long items = traced.itemsOfHeat();
    TraceQuestion trace = TraceQuestion.downstream(traced.heat(0));
    RecallQuestion recall = RecallQuestion.of(List.of(Suspect.of(traced.heat(0))));
    try (Node node = traced.open()) {
      Contestant tracing = () -> TracedNode.trace(node, trace, items);
      Contestant recalling = () -> recall(node, recall, items);
      return Figure.ofRates(
          "recall, %,d items%s".formatted(items, where),
          "trace down of the same items",
          Rounds.run(rounds, List.of(tracing, recalling)).compare(1, 0),
          0.33);
    }
  }

  private static long recall(Node node, RecallQuestion question, long expected) {
    long items = 0;
    try (RecallSteps steps = node.recall().recall(question, TracedNode.time(), Caller.OPERATOR)) {
      while (steps.hasNext()) {
        if (steps.next() instanceof RecallStep.Affected) {
          items++;
        }
      }
    }
    if (items != expected) {
      throw new IllegalStateException("recall: %d items (expected: %d)".formatted(items, expected));
    }
    return items;
  }

  private static void ship(Node node, LineagePlan plan) {
    long panels = plan.count(plan.last());
    List<Event> events = new ArrayList<>();
    for (int shop = 0; shop < SHOPS; shop++) {
      for (long first = shop; first < panels; first += (long) SHOPS * plan.itemsAnEvent()) {
        events.add(shipped(plan, shop, first, panels));
      }
    }
    Recorded.all(node, TracedNode.MILL, events.iterator());
    TracedNode.trace(node, TraceQuestion.upstream(plan.item(0, 0))); // until all is indexed
  }

  private static Event shipped(LineagePlan plan, int shop, long first, long panels) {
    List<EventItem> items =
        LongStream.iterate(first, panel -> panel < panels, panel -> panel + SHOPS)
            .limit(plan.itemsAnEvent())
            .mapToObj(panel -> new EventItem(plan.item(plan.last(), panel), Optional.empty()))
            .toList();
    return Event.at(
        SHIPPED.plusSeconds(shop),
        new Transferred(items, plan.prefix().toString(), "SHOP-" + shop, Side.GIVEN, List.of()));
  }
}
