package dev.nameplate.server.cli.report;

import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Quantity;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.json.Words;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trust.statement.RecordedEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A trace as a drawing: items are boxes, with processes between them, and withdrawn events and
 * holes are marked. A recall is drawn, too: the certainty for each item, and dashed lines, with
 * amounts, to its holders. For people, with at most {@value #MAX_NODES} items, processes and holes,
 * as many lines to holders, and the number of those left out.
 */
public final class LineageGraph {
  /** The most items, processes and holes that are drawn, and the most places of items. */
  public static final int MAX_NODES = 1000;

  private static final Map<Certainty, String> COLOURS =
      Map.of(Certainty.CERTAIN, "red", Certainty.POSSIBLE, "orange", Certainty.EXCLUDED, "green");

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, Node> holders = new LinkedHashMap<>();
  private final Map<String, Certainty> certainties = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long leftOut;
  private long places;

  /** Kind of a node. */
  private enum Shape {
    ITEM,
    PROCESS,
    WITHDRAWN,
    HOLE,
    HOLDER
  }

  /** A node and its text. */
  private record Node(Shape shape, List<String> lines) {
    Node with(String line) {
      return new Node(shape, Stream.concat(lines.stream(), Stream.of(line)).toList());
    }
  }

  /** An edge with its quantity. */
  private record Edge(String from, String to, String label, boolean held) {
    Edge(String from, String to, String label) {
      this(from, to, label, false);
    }
  }

  /** Adds a step. Other events than processes are not drawn. */
  public void add(TraceStep step) {
    if (step instanceof TraceStep.Item item) {
      node(key(item.id()), Shape.ITEM, item.id().toString());
    } else if (step instanceof TraceStep.Hole hole) {
      String key = "hole " + nodes.size();
      if (node(key, Shape.HOLE, hole.reason().name())) {
        hole.at().ifPresent(at -> edges.add(new Edge(key(at), key, "")));
      }
    } else if (step instanceof TraceStep.Deed deed) {
      process(deed);
    }
  }

  /** Adds a step of a recall: an item at a place, or the last summary. */
  public void add(RecallStep step) {
    if (step instanceof Affected item) {
      String key = key(item.item());
      if (nodes.size() < MAX_NODES) {
        node(key, Shape.ITEM, item.item().toString());
      }
      if (nodes.containsKey(key)) {
        String certainty = Words.of(item.certainty()) + ": " + Words.of(item.reason());
        if (certainties.put(key, item.certainty()) == null) {
          nodes.computeIfPresent(key, (any, node) -> node.with(certainty));
        }
        held(key, item);
      }
    } else if (step instanceof Summary summary && summary.last() && !summary.complete()) {
      notes.add(
          "not complete: %d not followed; for %s, the amount at each holder is unknown"
              .formatted(summary.holes(), Counts.of(summary.apart(), "item")));
    }
  }

  private void held(String key, Affected item) {
    if (places++ < MAX_NODES) {
      String holder = "holder " + item.holder();
      holders.putIfAbsent(
          holder, new Node(Shape.HOLDER, List.of(RecallText.holder(item.holder()))));
      edges.add(new Edge(key, holder, RecallText.place(item), true));
    }
  }

  private void process(TraceStep.Deed deed) {
    RecordedEvent recorded = deed.event().value();
    Optional<Event> told = recorded.event();
    if (told.isPresent()
        && deed.role() == TraceStep.Role.PART
        && told.get().occurrence() instanceof Contained contained) {
      installation(recorded, told.get(), contained, deed.verdict().withdrawnBy().isPresent());
      return;
    }
    if (told.isEmpty() || !(told.get().occurrence() instanceof Processed processed)) {
      return;
    }
    Event event = told.get();
    boolean withdrawn = deed.verdict().withdrawnBy().isPresent();
    String key =
        processed.process().isEmpty() || withdrawn
            ? "event " + recorded.id().orElseThrow()
            : "process " + recorded.recorder() + " " + processed.process();
    if (node(
        key,
        withdrawn ? Shape.WITHDRAWN : Shape.PROCESS,
        event.step().isEmpty() ? "process" : event.step(),
        event.time().toString(),
        recorded.recorder().toString())) {
      for (EventItem input : processed.inputs()) {
        edges.add(new Edge(key(input.id()), key, label(input)));
      }
      for (EventItem output : processed.outputs()) {
        edges.add(new Edge(key, key(output.id()), label(output)));
      }
    }
  }

  /** Adds edges from parts to the whole that they were installed in. */
  private void installation(
      RecordedEvent recorded, Event event, Contained contained, boolean withdrawn) {
    String key = "event " + recorded.id().orElseThrow();
    String installed =
        switch (contained.change()) {
          case ENTER -> "installed";
          case LEAVE -> "taken out";
          case SEEN -> "seen installed";
        };
    if (node(
        key,
        withdrawn ? Shape.WITHDRAWN : Shape.PROCESS,
        event.step().isEmpty() ? installed : event.step() + " (" + installed + ")",
        event.time().toString(),
        recorded.recorder().toString())) {
      contained.children().forEach(part -> edges.add(new Edge(key(part.id()), key, label(part))));
      contained.parent().ifPresent(whole -> edges.add(new Edge(key, key(whole), "")));
    }
  }

  private static String key(ItemId item) {
    return "item " + item.canonical();
  }

  private static String label(EventItem item) {
    return item.quantity().map(Quantity::toString).map(VisibleText::of).orElse("");
  }

  private boolean node(String key, Shape shape, String... lines) {
    if (nodes.size() == MAX_NODES && !nodes.containsKey(key)) {
      leftOut++;
      return false;
    }
    nodes.putIfAbsent(key, new Node(shape, Stream.of(lines).map(VisibleText::of).toList()));
    return true;
  }

  /** Edges whose ends are drawn; what else an event used or made is not part of the answer. */
  private List<Edge> drawn(Map<String, Node> all) {
    return edges.stream()
        .filter(edge -> all.containsKey(edge.from()) && all.containsKey(edge.to()))
        .toList();
  }

  private Map<String, Node> all() {
    Map<String, Node> all = new LinkedHashMap<>(nodes);
    all.putAll(holders);
    return all;
  }

  private static Map<String, Integer> numbers(Map<String, Node> all) {
    Map<String, Integer> numbers = new HashMap<>();
    all.keySet().forEach(key -> numbers.put(key, numbers.size()));
    return numbers;
  }

  private List<String> notes() {
    List<String> all = new ArrayList<>(notes);
    if (leftOut > 0) {
      all.add(leftOut + " more are not drawn");
    }
    if (places > MAX_NODES) {
      all.add(places - MAX_NODES + " more places are not drawn");
    }
    return all;
  }

  /** Writes the graph in the DOT language of Graphviz. */
  public void writeDot(Appendable out) throws IOException {
    Map<String, Node> all = all();
    Map<String, Integer> numbers = numbers(all);
    out.append("digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n");
    for (Map.Entry<String, Node> node : all.entrySet()) {
      Certainty certainty = certainties.get(node.getKey());
      out.append("  n" + numbers.get(node.getKey()))
          .append(" [label=" + quoted(String.join("\n", node.getValue().lines())))
          .append(dotStyle(node.getValue().shape()))
          .append(certainty == null ? "" : ", penwidth=2, color=" + COLOURS.get(certainty))
          .append("];\n");
    }
    for (Edge edge : drawn(all)) {
      List<String> style = new ArrayList<>();
      if (!edge.label().isEmpty()) {
        style.add("label=" + quoted(edge.label()));
      }
      if (edge.held()) {
        style.add("style=dashed");
      }
      out.append("  n" + numbers.get(edge.from()) + " -> n" + numbers.get(edge.to()))
          .append(style.isEmpty() ? ";\n" : " [" + String.join(", ", style) + "];\n");
    }
    if (!notes().isEmpty()) {
      out.append("  more [shape=plaintext, label=" + quoted(String.join("\n", notes())))
          .append("];\n");
    }
    out.append("}\n");
  }

  private static String dotStyle(Shape shape) {
    return switch (shape) {
      case ITEM -> "";
      case PROCESS -> ", shape=ellipse";
      case WITHDRAWN -> ", shape=ellipse, style=dashed, color=gray";
      case HOLE -> ", shape=octagon, style=dashed";
      case HOLDER -> ", shape=house";
    };
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "").replace("\n", "\\n")
        + '"';
  }

  /** Writes the graph as a flow chart in Mermaid's language. */
  public void writeMermaid(Appendable out) throws IOException {
    Map<String, Node> all = all();
    Map<String, Integer> numbers = numbers(all);
    out.append("flowchart LR\n");
    for (Map.Entry<String, Node> node : all.entrySet()) {
      Certainty certainty = certainties.get(node.getKey());
      out.append("  n" + numbers.get(node.getKey()))
          .append(mermaidBox(node.getValue().shape(), mermaidLines(node.getValue().lines())))
          .append(certainty == null ? "" : ":::" + Words.of(certainty))
          .append('\n');
    }
    for (Edge edge : drawn(all)) {
      out.append("  n" + numbers.get(edge.from()))
          .append(edge.held() ? " -.->" : " -->")
          .append(edge.label().isEmpty() ? " " : "|" + escaped(edge.label()) + "| ")
          .append("n" + numbers.get(edge.to()))
          .append('\n');
    }
    if (!notes().isEmpty()) {
      out.append("  more[\"" + mermaidLines(notes()) + "\"]\n");
    }
    for (Certainty certainty : new TreeSet<>(certainties.values())) {
      out.append("  classDef " + Words.of(certainty))
          .append(" stroke:" + COLOURS.get(certainty) + ",stroke-width:3px\n");
    }
  }

  private static String mermaidLines(List<String> lines) {
    return String.join("<br/>", lines.stream().map(LineageGraph::escaped).toList());
  }

  private static String mermaidBox(Shape shape, String text) {
    return switch (shape) {
      case ITEM -> "[\"" + text + "\"]";
      case PROCESS -> "([\"" + text + "\"])";
      case WITHDRAWN -> "([\"" + text + "<br/>withdrawn\"])";
      case HOLE -> "{{\"" + text + "\"}}";
      case HOLDER -> "[[\"" + text + "\"]]";
    };
  }

  /** Mermaid reads entities in its texts, by name or decimal number, between # and ;. */
  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (point < ' ' || "\"#&<>|;`[]{}()\\".indexOf(point) >= 0) {
                escaped.append('#').append(point).append(';');
              } else {
                escaped.appendCodePoint(point);
              }
            });
    return escaped.toString();
  }
}
