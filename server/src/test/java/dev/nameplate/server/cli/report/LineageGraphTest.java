package dev.nameplate.server.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.ItemId;
import dev.nameplate.trace.TraceStep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineageGraphTest {
  @TempDir private Path directory;

  @Test
  void graphviz_gets_items_processes_and_holes() throws IOException {
    assertThat(dot(SteelSteps.of(directory)))
        .isEqualTo(
            """
            digraph lineage {
              rankdir=LR;
              node [shape=box];
              n0 [label="88.118.8/HEAT-1"];
              n1 [label="rolling \\"A\\"\\\\\\n2026-03-01T07:00:00Z\\n88.118.8", shape=ellipse];
              n2 [label="wrong\\n2026-03-01T10:00:00Z\\n88.118.8", shape=ellipse, style=dashed, color=gray];
              n3 [label="88.118.8/COIL-1"];
              n4 [label="https://id.gs1.org/01/06912345678903/10/L%201"];
              n5 [label="UNKNOWN_ORIGIN", shape=octagon, style=dashed];
              n0 -> n1 [label="21.40 TNE"];
              n1 -> n3 [label="20.5 TNE"];
              n4 -> n2;
              n2 -> n3;
              n0 -> n5;
            }
            """);
  }

  @Test
  void mermaid_gets_the_same() throws IOException {
    StringBuilder text = new StringBuilder();
    graph(SteelSteps.of(directory)).writeMermaid(text);

    assertThat(text.toString())
        .isEqualTo(
            """
            flowchart LR
              n0["88.118.8/HEAT-1"]
              n1(["rolling #34;A#34;#92;<br/>2026-03-01T07:00:00Z<br/>88.118.8"])
              n2(["wrong<br/>2026-03-01T10:00:00Z<br/>88.118.8<br/>withdrawn"])
              n3["88.118.8/COIL-1"]
              n4["https://id.gs1.org/01/06912345678903/10/L%201"]
              n5{{"UNKNOWN_ORIGIN"}}
              n0 -->|21.40 TNE| n1
              n1 -->|20.5 TNE| n3
              n4 --> n2
              n2 --> n3
              n0 --> n5
            """);
  }

  @Test
  void graphs_show_how_certain_a_recall_is_and_who_has_how_much() throws IOException {
    LineageGraph graph = graph(SteelSteps.of(directory).subList(0, 1));
    RecallSteps.parts().forEach(graph::add);
    StringBuilder dot = new StringBuilder();
    StringBuilder mermaid = new StringBuilder();
    graph.writeDot(dot);
    graph.writeMermaid(mermaid);

    assertThat(dot.toString())
        .isEqualTo(
            """
            digraph lineage {
              rankdir=LR;
              node [shape=box];
              n0 [label="88.118.8/HEAT-1\\ncertain: suspect", penwidth=2, color=red];
              n1 [label="88.118.8/DISH\\npossible: mixed", penwidth=2, color=orange];
              n2 [label="Shop A", shape=house];
              n3 [label="\\"B\\"] --> |x|\\\\u202e\\\\u000a", shape=house];
              n4 [label="(unknown)", shape=house];
              n0 -> n2 [label="40 CS", style=dashed];
              n0 -> n3 [label="0 to 60 CS + 1 KGM in 88.118.8/CRATE", style=dashed];
              n1 -> n4 [label="used-up", style=dashed];
              more [shape=plaintext, label="not complete: 2 not followed; for 1 item, the amount at each holder is unknown"];
            }
            """);
    assertThat(mermaid.toString())
        .isEqualTo(
            """
            flowchart LR
              n0["88.118.8/HEAT-1<br/>certain: suspect"]:::certain
              n1["88.118.8/DISH<br/>possible: mixed"]:::possible
              n2[["Shop A"]]
              n3[["#34;B#34;#93; --#62; #124;x#124;#92;u202e#92;u000a"]]
              n4[["#40;unknown#41;"]]
              n0 -.->|40 CS| n2
              n0 -.->|0 to 60 CS + 1 KGM in 88.118.8/CRATE| n3
              n1 -.->|used-up| n4
              more["not complete: 2 not followed#59; for 1 item, the amount at each holder is unknown"]
              classDef certain stroke:red,stroke-width:3px
              classDef possible stroke:orange,stroke-width:3px
            """);
  }

  @Test
  void lines_to_holders_that_nobody_could_look_at_are_counted() throws IOException {
    LineageGraph graph = graph(List.of());
    for (int place = 0; place < LineageGraph.MAX_NODES + 3; place++) {
      graph.add(RecallSteps.part("88.118.8/LOT", "Shop " + place));
    }
    StringBuilder text = new StringBuilder();
    graph.writeDot(text);

    assertThat(text.toString()).contains("3 more places are not drawn").doesNotContain("Shop 1000");
  }

  @Test
  void what_nobody_could_look_at_is_left_out_and_counted() throws IOException {
    List<TraceStep> items =
        IntStream.range(0, LineageGraph.MAX_NODES + 5)
            .mapToObj(
                number ->
                    (TraceStep)
                        new TraceStep.Item(ItemId.parse("88.118.8/COIL-" + number), 1, false))
            .toList();

    assertThat(dot(items)).contains("5 more are not drawn").doesNotContain("COIL-1000\"");
  }

  private static String dot(List<TraceStep> steps) throws IOException {
    StringBuilder text = new StringBuilder();
    graph(steps).writeDot(text);
    return text.toString();
  }

  private static LineageGraph graph(List<TraceStep> steps) {
    LineageGraph graph = new LineageGraph();
    steps.forEach(graph::add);
    return graph;
  }
}
