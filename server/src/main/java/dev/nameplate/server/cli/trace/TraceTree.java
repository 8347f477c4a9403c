package dev.nameplate.server.cli.trace;

import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Quantity;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.report.RecallText;
import dev.nameplate.server.json.EventJson;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceStep.Item;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trace.walk.Followed;
import dev.nameplate.wire.ReadStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A trace as a tree for people: under each item the events that made or used it, under each event
 * the items that it was the first to reach. Steps come depth by depth, so a tree is only drawn of
 * what fits into memory and on a screen: beyond {@value #MOST} steps they are listed as they come.
 * Used by one thread.
 */
final class TraceTree {
  private static final int MOST = 2_000;

  private final Output output;
  private final Direction direction;
  private final Map<ItemId, Node> items = new HashMap<>();
  private final Node root = new Node("");
  private Node lastEvent = root;
  private Node lastOwner = root;
  private Map<ItemId, Quantity> brought = Map.of();
  private int steps;
  private boolean listing;

  private record Node(String line, List<Node> below) {
    Node(String line) {
      this(line, new ArrayList<>());
    }
  }

  TraceTree(Output output, Direction direction) {
    this.output = output;
    this.direction = direction;
  }

  void item(ReadStep.Thing thing) {
    Item item = thing.item();
    String line =
        output.bold(VisibleText.of(item.id().toString()))
            + Optional.ofNullable(brought.get(item.id())).map(much -> "  " + much).orElse("")
            + (item.retired() ? "  " + output.faint("retired") : "");
    Node node = new Node(line);
    items.putIfAbsent(item.id(), node);
    add(item.depth() == 0 ? root : lastEvent, node, item.depth());
  }

  void event(ReadStep.Happened step) {
    Node node = new Node(line(step));
    Optional<Occurrence> occurrence = step.event().value().event().map(Event::occurrence);
    boolean leads = step.role() != Role.HISTORY;
    Node owner =
        owner(
            occurrence
                .map(what -> leads ? Followed.near(what, direction) : what.items().toList())
                .orElse(List.of()));
    brought =
        quantities(
            occurrence
                .filter(what -> leads)
                .map(what -> Followed.far(what, direction))
                .orElse(List.of()));
    lastEvent = node;
    lastOwner = owner;
    add(owner, node, step.depth());
  }

  /** Adds a hole; a hole without an item is put at the root. */
  void hole(ReadStep.Missing hole) {
    Optional<Node> owner = hole.at().map(items::get);
    String line = "hole: " + RecallText.meaning(hole.reason());
    add(
        owner.orElse(root),
        new Node(
            output.warning(
                owner.isPresent()
                    ? line
                    : line + " (" + Counts.of(hole.depth(), "process", "processes") + " away)")),
        hole.depth());
  }

  /** Draws the tree. */
  void end() {
    if (!listing) {
      draw(root.below(), "", true);
    }
    output.line();
  }

  private void add(Node owner, Node node, int depth) {
    if (listing) {
      output.line("  ".repeat(depth) + node.line());
      return;
    }
    owner.below().add(node);
    if (++steps == MOST) {
      listing = true;
      output.note("more than " + MOST + " steps: the rest is listed as it arrives, depth by depth");
      draw(root.below(), "", true);
      root.below().clear();
      items.clear();
    }
  }

  private void draw(List<Node> nodes, String indent, boolean top) {
    for (int i = 0; i < nodes.size(); i++) {
      boolean last = i == nodes.size() - 1;
      output.line(indent + (top ? "" : last ? "└─ " : "├─ ") + nodes.get(i).line());
      draw(nodes.get(i).below(), top ? indent : indent + (last ? "   " : "│  "), false);
    }
  }

  /** The item that an event is shown under: the first that was shown and is on its near side. */
  private Node owner(List<EventItem> near) {
    return near.stream()
        .map(item -> items.get(item.id()))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(lastOwner);
  }

  private static Map<ItemId, Quantity> quantities(List<EventItem> far) {
    Map<ItemId, Quantity> quantities = new HashMap<>();
    far.forEach(item -> item.quantity().ifPresent(much -> quantities.put(item.id(), much)));
    return quantities;
  }

  private String line(ReadStep.Happened step) {
    List<String> parts = new ArrayList<>();
    step.event()
        .value()
        .event()
        .ifPresentOrElse(
            event -> {
              parts.add(
                  event.kind().word()
                      + (event.step().isEmpty() ? "" : " " + VisibleText.of(event.step())));
              parts.add(EventJson.time(event));
              said(event, parts::add);
            },
            () -> parts.add("an event hidden from this caller"));
    parts.add("by " + step.event().value().recorder());
    parts.add(step.event().verified() ? output.good("verified") : output.faint("not verified"));
    oddities(step.verdict(), parts::add);
    return String.join("  ", parts);
  }

  private static void said(Event event, Consumer<String> parts) {
    if (event.occurrence() instanceof Occurrence.Transferred transfer) {
      parts.accept(
          "from "
              + VisibleText.of(transfer.from().isEmpty() ? "?" : transfer.from())
              + " to "
              + VisibleText.of(transfer.to().isEmpty() ? "?" : transfer.to()));
    } else if (event.occurrence() instanceof Occurrence.Contained contained) {
      parts.accept(
          Words.of(contained.change())
              + contained.parent().map(parent -> " " + VisibleText.of(parent + "")).orElse(""));
    }
    if (!event.place().isEmpty()) {
      parts.accept("at " + VisibleText.of(event.place()));
    }
  }

  private void oddities(Verdict verdict, Consumer<String> parts) {
    if (verdict.withdrawnBy().isPresent()) {
      parts.accept(output.bad("withdrawn"));
    }
    if (verdict.authority() == Verdict.Authority.NO) {
      parts.accept(output.bad("no authority over its outputs"));
    }
    if (verdict.transfer() == Verdict.Transfer.DISAGREES) {
      parts.accept(output.bad("giver and receiver disagree"));
    } else if (verdict.transfer() == Verdict.Transfer.ONE_SIDED) {
      parts.accept(output.warning("recorded by one side only"));
    } else if (verdict.transfer() == Verdict.Transfer.ELSEWHERE) {
      parts.accept(output.faint("the other side is at another node"));
    }
    if (verdict.outOfOrder()) {
      parts.accept(output.warning("out of order"));
    }
    if (verdict.cycle()) {
      parts.accept(output.warning("cycle"));
    }
  }
}
