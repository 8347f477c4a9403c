package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.demo.SteelEvents.Delivery;
import dev.nameplate.server.demo.Story.Told;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Steps of a recall, from the question to the proof. Each answer is compared with the tables of the
 * sample. Used by one thread.
 */
final class Recalls {
  private static final String HEAT = SteelChain.HEAT.toString();
  private static final String PANEL = SteelChain.PANEL.toString();
  private static final String FROM = "2026-07-08T00:00:00+08:00";
  private static final String UNTIL = "2026-07-12T11:00:00+08:00";
  private static final int ITEM = 0;
  private static final int SELLER = 8;
  private static final int LOT_CODE = 1;

  private final Network network;
  private final Path anchor;
  private final SteelEvents sample;

  /**
   * Steps of a recall.
   *
   * @param anchor a file with the trust anchor of the national node
   * @param sample the tables that the nodes' records and events were made of
   */
  Recalls(Network network, Path anchor, SteelEvents sample) {
    this.network = network;
    this.anchor = anchor;
    this.sample = sample;
  }

  Told recallAcross() {
    List<JsonNode> steps = recall("--json").results();
    Map<String, String> holders =
        of("item", steps)
            .collect(Collectors.toMap(Recalls::identifier, step -> step.path("holder").asText()));
    require(
        holders.equals(expectedHolders()),
        "the affected items or their holders differ from the sample");
    require(of("hole", steps).findAny().isEmpty(), "the recall has gaps");
    List<JsonNode> nodes = of("node", steps).toList();
    require(
        authorities(nodes).equals(List.of(SteelChain.MILL, SteelChain.PANEL_MAKER))
            && nodes.stream().allMatch(node -> node.path("gaps").isEmpty()),
        "nodes that answered: " + authorities(nodes));
    long events = nodes.stream().mapToLong(node -> node.path("events").asLong()).sum();
    return Told.of(
        holders.size() + " items affected, at " + nodes.size() + " companies",
        "nameplate recall " + HEAT + " --recursive, sent to the mill's node only:",
        "It verifies "
            + events
            + " events of "
            + String.join(" and ", authorities(nodes))
            + ", and finds "
            + holders.size()
            + " affected items. Items by holder:",
        "  " + counted(holders.values()));
  }

  private static List<String> authorities(List<JsonNode> nodes) {
    return nodes.stream().map(node -> node.path("authority").asText()).sorted().toList();
  }

  private Map<String, String> expectedHolders() {
    Map<String, String> holders = new HashMap<>();
    sample.madeOf(HEAT).forEach(item -> holders.put(item, SteelChain.MILL));
    affected().forEach(delivery -> holders.put(delivery.item(), delivery.to()));
    return holders;
  }

  /** The deliveries of affected items, by the tables. */
  private Stream<Delivery> affected() {
    Set<String> items = sample.madeOf(HEAT);
    return sample.deliveries().stream().filter(delivery -> items.contains(delivery.item()));
  }

  Told receivedBetween() {
    List<JsonNode> rows =
        of("item", recall("--received-between", FROM, UNTIL, "--json").results()).toList();
    Set<Delivery> received =
        rows.stream()
            .map(
                row ->
                    new Delivery(
                        identifier(row),
                        row.path("holder").asText(),
                        Instant.parse(row.path("handover").path("time").asText())))
            .collect(Collectors.toSet());
    Instant from = OffsetDateTime.parse(FROM).toInstant();
    Instant until = OffsetDateTime.parse(UNTIL).toInstant();
    require(
        received.equals(
            affected()
                .filter(delivery -> !delivery.time().isBefore(from))
                .filter(delivery -> delivery.time().isBefore(until))
                .collect(Collectors.toSet())),
        "the receivers of the period differ from the sample");
    List<JsonNode> coils =
        rows.stream()
            .filter(row -> row.path("holder").asText().equals(SteelChain.PANEL_MAKER))
            .toList();
    require(
        !coils.isEmpty()
            && coils.stream().allMatch(coil -> coil.path("presence").asText().equals("used-up")),
        "the panel maker did not use up the coils that it received");
    List<JsonNode> amounts = coils.stream().map(coil -> coil.path("left").path(0)).toList();
    BigDecimal sum =
        amounts.stream()
            .map(amount -> new BigDecimal(amount.path("amount").asText()))
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Told.of(
        received.size() + " items received in the period",
        "nameplate recall " + HEAT + " --recursive --received-between " + FROM + " " + UNTIL + ":",
        "  " + counted(received.stream().map(Delivery::to).toList()),
        "Past holders are included: "
            + SteelChain.PANEL_MAKER
            + " received "
            + sum
            + " "
            + amounts.get(0).path("unit").asText()
            + " of coils, and has used them up since.");
  }

  Told sheet() {
    Map<String, String> holders = expectedHolders();
    List<String[]> products = sheet("gbt34400", "recall.csv");
    Map<String, String> sellers =
        products.stream()
            .filter(row -> holders.containsKey(row[ITEM]))
            .collect(Collectors.toMap(row -> row[ITEM], row -> row[SELLER]));
    require(sellers.equals(holders), "the rows of recall.csv differ from the sample");
    List<String[]> events =
        sheet("fsma204", "events.csv").stream()
            .filter(row -> row.length > LOT_CODE && holders.containsKey(row[LOT_CODE]))
            .toList();
    Set<String> lots = events.stream().map(row -> row[LOT_CODE]).collect(Collectors.toSet());
    require(lots.equals(holders.keySet()), "the lots of events.csv differ from the sample");
    String panel =
        products.stream()
            .filter(row -> row[ITEM].equals(PANEL))
            .map(row -> String.join(", ", List.of(row).subList(0, SELLER + 1)))
            .findFirst()
            .orElseThrow();
    return Told.of(
        "2 sheets: " + sellers.size() + " rows of products, " + events.size() + " of events",
        "nameplate recall " + HEAT + " --recursive --sheet gbt34400 --out recall.csv,",
        "for a Chinese recall plan: "
            + sellers.size()
            + " rows with product, brand, model, batch, seller, address and amounts, such as",
        "  " + panel + ", …",
        "The same with --sheet fsma204 --out events.csv, for the traceability rule of the US FDA:",
        "  " + events.size() + " rows, one for each event of each lot.");
  }

  /**
   * Writes a sheet; returns its rows, of which only the cells before one with a comma are usable.
   */
  private List<String[]> sheet(String kind, String name) {
    Path file = network.directory().resolve(name);
    recall("--sheet", kind, "--out", file.toString());
    return read(file).stream().map(row -> row.split(",", -1)).toList();
  }

  Told verifyPath() {
    Path file = network.directory().resolve("panel.trace");
    Typed.well(
        List.of(
            "trace",
            "up",
            PANEL,
            "--recursive",
            "--save",
            file.toString(),
            "--node",
            network.panelMaker().connection().target(),
            "--anchor",
            anchor.toString()));
    Typed proven = verify(file, "--json");
    require(proven.exitCode() == ExitCode.OK, "the saved trace is refused: " + proven.err());
    List<JsonNode> results = proven.results();
    List<String> path = new ArrayList<>();
    results
        .get(results.size() - 1)
        .path("path")
        .forEach(step -> path.add(step.path("item").asText()));
    require(
        path.size() > 1 && path.get(0).equals(HEAT) && path.get(path.size() - 1).equals(PANEL),
        "the path is " + path);
    List<String> rows = read(file);
    Set<String> refusals = new LinkedHashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      refusals.add(refusalWithout(i, rows));
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "nameplate trace up "
            + PANEL
            + " --recursive --save panel.trace saves the answer, certified.");
    lines.add("nameplate verify panel.trace --path " + HEAT + " " + PANEL + ", without a network:");
    lines.add("  " + String.join(" -> ", path));
    lines.add("If any of the " + rows.size() + " lines is deleted from the file:");
    refusals.forEach(refusal -> lines.add("  refused: " + refusal));
    return new Told(
        "path of "
            + (path.size() - 1)
            + " processes verified from "
            + (rows.size() - 1)
            + " certified rows",
        lines);
  }

  private String refusalWithout(int index, List<String> rows) {
    List<String> others = new ArrayList<>(rows);
    others.remove(index);
    Path file = network.directory().resolve("incomplete.trace");
    try {
      Files.write(file, others);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Typed refused = verify(file);
    require(
        refused.exitCode() == ExitCode.NO && refused.err().contains("certificate"),
        "a trace without line " + index + " is not refused: " + refused.err());
    return refused
        .err()
        .strip()
        .replaceFirst("^nameplate: ", "")
        .replace(file.toString(), file.getFileName().toString());
  }

  private Typed verify(Path file, String... more) {
    return Typed.run(
        Stream.concat(
                Stream.of(
                    "verify",
                    file.toString(),
                    "--anchor",
                    anchor.toString(),
                    "--path",
                    HEAT,
                    PANEL),
                Stream.of(more))
            .toList());
  }

  /** Recalls the heat at all companies, at the mill's node. */
  private Typed recall(String... more) {
    return Typed.well(
        Stream.concat(
                Stream.of(
                    "recall",
                    HEAT,
                    "--recursive",
                    "--node",
                    network.mill().connection().target(),
                    "--anchor",
                    anchor.toString()),
                Stream.of(more))
            .toList());
  }

  private static Stream<JsonNode> of(String kind, List<JsonNode> steps) {
    return steps.stream().filter(step -> step.path("kind").asText().equals(kind));
  }

  private static String identifier(JsonNode step) {
    return step.path("identifier").asText();
  }

  /** Each name once, with the number of its items. */
  private static String counted(Iterable<String> names) {
    Map<String, Integer> counts = new TreeMap<>();
    names.forEach(name -> counts.merge(name, 1, Integer::sum));
    return counts.entrySet().stream()
        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
