package dev.nameplate.server.cli.report;

import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Quantity;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trust.RecordedEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A trace as a drawing: items are boxes, processes are between them, and what was withdrawn or is
 * not shown can be told apart. For people to look at, so it holds no more than {@value #MAX_NODES}
 * nodes, and says how many it left out.
 */
public final class LineageGraph {
  /** The most items, processes and holes that are drawn. */
  public static final int MAX_NODES = 1000;

  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private long leftOut;

  /** What a node stands for. */
  private enum Shape {
    ITEM,
    PROCESS,
    WITHDRAWN,
    HOLE
  }

  /** A node and its text. */
  private record Node(Shape shape, List<String> lines) {}

  /** From what to what, and how much. */
  private record Edge(String from, String to, String label) {}

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

  /** Parts lead into what they were installed in. */
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
    return item.quantity().map(Quantity::toString).orElse("");
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
  private List<Edge> drawn() {
    return edges.stream()
        .filter(edge -> nodes.containsKey(edge.from()) && nodes.containsKey(edge.to()))
        .toList();
  }

  private Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    nodes.keySet().forEach(key -> numbers.put(key, numbers.size()));
    return numbers;
  }

  /** Writes it in the DOT language of Graphviz. */
  public void writeDot(Appendable out) throws IOException {
    Map<String, Integer> numbers = numbers();
    out.append("digraph lineage {\n  rankdir=LR;\n  node [shape=box];\n");
    for (Map.Entry<String, Node> node : nodes.entrySet()) {
      out.append("  n" + numbers.get(node.getKey()))
          .append(" [label=" + quoted(String.join("\n", node.getValue().lines())))
          .append(dotStyle(node.getValue().shape()))
          .append("];\n");
    }
    for (Edge edge : drawn()) {
      out.append("  n" + numbers.get(edge.from()) + " -> n" + numbers.get(edge.to()));
      out.append(edge.label().isEmpty() ? ";\n" : " [label=" + quoted(edge.label()) + "];\n");
    }
    if (leftOut > 0) {
      out.append("  more [shape=plaintext, label=" + quoted(leftOut + " more are not drawn"))
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
    };
  }

  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\r", "").replace("\n", "\\n")
        + '"';
  }

  /** Writes it as a flow chart in Mermaid's language. */
  public void writeMermaid(Appendable out) throws IOException {
    Map<String, Integer> numbers = numbers();
    out.append("flowchart LR\n");
    for (Map.Entry<String, Node> node : nodes.entrySet()) {
      String text =
          String.join(
              "<br/>", node.getValue().lines().stream().map(LineageGraph::escaped).toList());
      out.append("  n" + numbers.get(node.getKey()))
          .append(mermaidBox(node.getValue().shape(), text))
          .append('\n');
    }
    for (Edge edge : drawn()) {
      out.append("  n" + numbers.get(edge.from()))
          .append(edge.label().isEmpty() ? " --> " : " -->|" + escaped(edge.label()) + "| ")
          .append("n" + numbers.get(edge.to()))
          .append('\n');
    }
    if (leftOut > 0) {
      out.append("  more[\"" + leftOut + " more are not drawn\"]\n");
    }
  }

  private static String mermaidBox(Shape shape, String text) {
    return switch (shape) {
      case ITEM -> "[\"" + text + "\"]";
      case PROCESS -> "([\"" + text + "\"])";
      case WITHDRAWN -> "([\"" + text + "<br/>withdrawn\"])";
      case HOLE -> "{{\"" + text + "\"}}";
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
