package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.require;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.demo.Story.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Steps of tracing: events recorded at each company's node, and followed across both. Used by one
 * thread.
 */
final class Tracing {
  private static final String PANEL = SteelChain.PANEL.toString();
  private static final String HEAT = SteelChain.HEAT.toString();
  private static final String SECRET_PANEL = SteelChain.PANEL_MAKER + "/PANEL-260710-0035";
  private static final int PANELS_OF_THE_HEAT = 32;
  private static final int EVENTS_TO_THE_HEAT = 5;
  private static final int SHOWN = 4;

  private final Network network;
  private final Path anchor;

  Tracing(Network network) {
    this.network = network;
    this.anchor = network.directory().resolve("root.txt");
    write(anchor, List.of(network.root().toString()));
  }

  Told capture() {
    SteelEvents events = sample();
    long mill = captured(network.mill(), events.ofMill());
    long maker = captured(network.panelMaker(), events.ofPanelMaker());
    return Told.of(
        mill + maker + " events captured",
        "The mill records "
            + mill
            + " events: melting, casting, rolling, galvanising, coating, shipping;",
        "the panel maker "
            + maker
            + ": panels made of coils and sent to customers. Each is signed, with exact weights.",
        "The process that coated coil " + SteelEvents.SECRET_COIL + " is restricted by the mill.");
  }

  private long captured(DemoNode node, List<ObjectNode> events) {
    Path file = network.directory().resolve("events-" + node.prefix() + ".jsonl");
    write(file, events.stream().map(ObjectNode::toString).toList());
    Typed typed =
        Typed.well(
            List.of("capture", file.toString(), "--node", node.connection().target(), "--json"));
    require(
        typed.results().size() == events.size(), node.prefix() + ": not every event has a receipt");
    return events.size();
  }

  /** The sample, once its tables are in the directory of the network. */
  SteelEvents sample() {
    return new SteelEvents(tablesOf(network.mill()), tablesOf(network.panelMaker()));
  }

  /** A file with the trust anchor of the national node. */
  Path anchor() {
    return anchor;
  }

  private Path tablesOf(DemoNode node) {
    return network.directory().resolve("tables-" + node.prefix());
  }

  Told traceUp() {
    network.mill().awaitProof();
    network.panelMaker().awaitProof();
    List<JsonNode> steps = trace("up", PANEL, network.panelMaker()).results();
    require(
        of("event", steps).count() == EVENTS_TO_THE_HEAT
            && steps.stream().allMatch(step -> step.path("verified").asBoolean()),
        "the way up has other than " + EVENTS_TO_THE_HEAT + " events, or one is not verified");
    require(
        of("item", steps).anyMatch(step -> step.path("identifier").asText().equals(HEAT)),
        PANEL + " does not come from " + HEAT);
    List<String> lines = new ArrayList<>();
    lines.add(
        "nameplate trace up "
            + PANEL
            + " --recursive, sent to the panel maker's node, which asks the mill's node in turn:");
    shown("up", PANEL, network.panelMaker()).forEach(line -> lines.add("  " + line));
    lines.add("Two companies, one query; each event is verified with the root key.");
    return new Told(PANEL + " traced to " + HEAT + ", 5 events verified", lines);
  }

  Told recall() {
    List<JsonNode> steps = trace("down", HEAT, network.mill()).results();
    long panels =
        of("item", steps)
            .filter(step -> step.path("identifier").asText().contains("/PANEL-"))
            .count();
    require(panels == PANELS_OF_THE_HEAT, panels + " panels are found, not " + PANELS_OF_THE_HEAT);
    List<String> coils =
        of("item", steps)
            .map(step -> step.path("identifier").asText())
            .filter(id -> id.contains("/PPGI-"))
            .toList();
    Typed recall =
        Typed.well(
            Stream.of(
                    List.of("recall"),
                    coils,
                    List.of("--node", network.panelMaker().connection().target()))
                .flatMap(List::stream)
                .toList());
    List<String> lines = new ArrayList<>();
    lines.add(
        "The heat is defective. Traced down at the mill's node and the panel maker's node: "
            + panels
            + " panels,");
    lines.add(
        "made of " + coils.size() + " coils. The panel maker's node lists the customers to call:");
    recall.lines().stream().limit(SHOWN + 1).forEach(line -> lines.add("  " + line));
    return new Told(HEAT + " recalled to " + panels + " panels", lines);
  }

  Told holeShown() {
    List<JsonNode> steps = trace("up", SECRET_PANEL, network.panelMaker()).results();
    List<JsonNode> holes = of("hole", steps).toList();
    require(
        holes.size() == 1 && holes.get(0).path("reason").asText().equals("no-access"),
        "the hidden event is not a hole");
    require(
        of("item", steps).noneMatch(step -> step.path("identifier").asText().contains("/GI-")),
        "what the hidden event used is shown");
    List<String> lines = new ArrayList<>();
    lines.add("nameplate trace up " + SECRET_PANEL + " --recursive:");
    shown("up", SECRET_PANEL, network.panelMaker()).forEach(line -> lines.add("  " + line));
    lines.add("A restricted event appears as a hole, without any content.");
    return new Told(
        "the hidden event at " + SteelEvents.SECRET_COIL + " is shown as a hole", lines);
  }

  /** Asks a node that changes one event on the way; returns how that was refused. */
  String askThroughALiar() {
    try (LyingTracer liar = LyingTracer.open(network.panelMaker().connection())) {
      Typed refused =
          Typed.run(
              List.of(
                  "trace",
                  "up",
                  PANEL,
                  "--node",
                  liar.endpoint().toString(),
                  "--anchor",
                  anchor.toString(),
                  "--recursive"));
      require(
          refused.exitCode() == ExitCode.NO
              && refused.err().contains("NOT VERIFIED: an event recorded under " + SteelChain.MILL),
          "a forged event was accepted, or not named: " + refused.err());
      return refused.err().strip().replaceFirst("^nameplate: ", "");
    }
  }

  private Typed trace(String way, String item, DemoNode at) {
    return Typed.well(question(way, item, at, "--json"));
  }

  /** The tree, as people see it. */
  private List<String> shown(String way, String item, DemoNode at) {
    return Typed.well(question(way, item, at, "--recursive")).lines().stream()
        .takeWhile(line -> !line.isEmpty())
        .toList();
  }

  private List<String> question(String way, String item, DemoNode at, String further) {
    return Stream.of(
            "trace",
            way,
            item,
            "--node",
            at.connection().target(),
            "--anchor",
            anchor.toString(),
            "--recursive",
            further)
        .distinct()
        .toList();
  }

  private static Stream<JsonNode> of(String kind, List<JsonNode> steps) {
    return steps.stream().filter(step -> step.path("kind").asText().equals(kind));
  }

  private static void write(Path file, List<String> lines) {
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
