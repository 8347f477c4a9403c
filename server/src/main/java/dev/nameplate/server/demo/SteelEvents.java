package dev.nameplate.server.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.server.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The events of the bundled sample, as lines that {@code capture} reads, made of its tables. */
final class SteelEvents {
  /** The coil whose coating event is restricted. */
  static final String SECRET_COIL = SteelChain.MILL + "/PPGI-260706-005";

  private static final String COILS_SHIPPED = "2026-07-08T08:00:00+08:00";
  private static final int FIRST_LINE = 1;

  /** Tables of the mill whose second column is an item of the table before. */
  private static final List<String> MADE_OF_EACH_OTHER =
      List.of("slabs.csv", "hot-rolled.csv", "galvanised.csv", "colour-coated.csv");

  private final Path mill;
  private final Path panelMaker;

  /**
   * Reads tables.
   *
   * @param mill the directory with the mill's
   * @param panelMaker the directory with the panel maker's
   */
  SteelEvents(Path mill, Path panelMaker) {
    this.mill = mill;
    this.panelMaker = panelMaker;
  }

  /** Events of the mill: melting, casting, rolling, galvanising, coating, shipping. */
  List<ObjectNode> ofMill() {
    List<ObjectNode> events = new ArrayList<>();
    Map<String, String[]> heats = new LinkedHashMap<>();
    for (String[] heat : rows(mill, "heats.csv")) {
      heats.put(heat[0], heat);
      ObjectNode melting = event("create", heat[3], "melting");
      melting.putArray("items").add(tonnes(heat[0], heat[2]));
      events.add(melting);
    }
    Map<String, ObjectNode> casting = new LinkedHashMap<>();
    Map<String, String> weights = new LinkedHashMap<>();
    for (String[] slab : rows(mill, "slabs.csv")) {
      String[] heat = Objects.requireNonNull(heats.get(slab[1]));
      ObjectNode cast =
          casting.computeIfAbsent(slab[1], id -> process("casting", heat[3], tonnes(id, heat[2])));
      ((ArrayNode) cast.get("outputs")).add(tonnes(slab[0], slab[3]));
      weights.put(slab[0], slab[3]);
    }
    events.addAll(casting.values());
    for (String[] coil : rows(mill, "hot-rolled.csv")) {
      events.add(made("rolling", coil[5], coil[1], weights, coil[0], coil[3]));
    }
    for (String[] coil : rows(mill, "galvanised.csv")) {
      events.add(
          made("galvanising", "2026-07-04T08:00:00+08:00", coil[1], weights, coil[0], coil[4]));
    }
    for (String[] coil : rows(mill, "colour-coated.csv")) {
      ObjectNode coating =
          made("coating", "2026-07-06T08:00:00+08:00", coil[1], weights, coil[0], coil[5]);
      if (SECRET_COIL.endsWith("/" + coil[0])) {
        coating.put("restricted", true).put("operation", "demo-" + coil[0]);
      }
      events.add(coating);
      events.add(shipped(coil[0], coil[5]));
    }
    return events;
  }

  private static ObjectNode shipped(String coil, String weight) {
    ObjectNode shipping = event("transfer", COILS_SHIPPED, "shipping");
    shipping.putArray("items").add(tonnes(coil, weight));
    shipping.put("from", SteelChain.MILL).put("to", SteelChain.PANEL_MAKER).put("side", "given");
    return shipping;
  }

  /** Events of the panel maker: making panels of coils, and shipping them. */
  List<ObjectNode> ofPanelMaker() {
    Map<String, ObjectNode> making = new LinkedHashMap<>();
    for (String[] panel : rows(panelMaker, "panels.csv")) {
      ObjectNode event =
          making.computeIfAbsent(
              panel[1],
              coil ->
                  process(
                      "panel-making",
                      panel[5],
                      Json.object().put("item", SteelChain.MILL + "/" + coil)));
      ((ArrayNode) event.get("outputs")).add(SteelChain.PANEL_MAKER + "/" + panel[0]);
    }
    List<ObjectNode> events = new ArrayList<>(making.values());
    for (String[] shipment : rows(panelMaker, "shipments.csv")) {
      ObjectNode shipping = event("transfer", shipment[4], "shipping");
      ArrayNode items = shipping.putArray("items");
      for (String panel : shipment[5].split(";", -1)) {
        items.add(SteelChain.PANEL_MAKER + "/" + panel);
      }
      shipping.put("from", SteelChain.PANEL_MAKER).put("to", shipment[1]).put("side", "given");
      shipping.putArray("documents").add(shipment[0]);
      events.add(shipping);
    }
    return events;
  }

  /** A row of a table that says who got an item, and when. */
  record Delivery(String item, String to, Instant time) {}

  /** All deliveries of coils to the panel maker, and of panels to customers. */
  List<Delivery> deliveries() {
    List<Delivery> deliveries = new ArrayList<>();
    for (String[] coil : rows(mill, "colour-coated.csv")) {
      deliveries.add(delivery(SteelChain.MILL, coil[0], SteelChain.PANEL_MAKER, COILS_SHIPPED));
    }
    for (String[] shipment : rows(panelMaker, "shipments.csv")) {
      for (String panel : shipment[5].split(";", -1)) {
        deliveries.add(delivery(SteelChain.PANEL_MAKER, panel, shipment[1], shipment[4]));
      }
    }
    return deliveries;
  }

  private static Delivery delivery(String prefix, String suffix, String to, String time) {
    return new Delivery(prefix + "/" + suffix, to, OffsetDateTime.parse(time).toInstant());
  }

  /** The items made of an item of the mill, itself included. */
  Set<String> madeOf(String item) {
    Set<String> made = new LinkedHashSet<>(List.of(item));
    for (String table : MADE_OF_EACH_OTHER) {
      made.addAll(madeOf(made, rows(mill, table), SteelChain.MILL));
    }
    made.addAll(madeOf(made, rows(panelMaker, "panels.csv"), SteelChain.PANEL_MAKER));
    return made;
  }

  private static List<String> madeOf(Set<String> items, List<String[]> rows, String prefix) {
    return rows.stream()
        .filter(row -> items.contains(SteelChain.MILL + "/" + row[1]))
        .map(row -> prefix + "/" + row[0])
        .toList();
  }

  private static ObjectNode made(
      String step,
      String time,
      String from,
      Map<String, String> weights,
      String id,
      String weight) {
    ObjectNode event = process(step, time, tonnes(from, Objects.requireNonNull(weights.get(from))));
    ((ArrayNode) event.get("outputs")).add(tonnes(id, weight));
    weights.put(id, weight);
    return event;
  }

  private static ObjectNode process(String step, String time, ObjectNode input) {
    ObjectNode event = event("process", time, step);
    event.putArray("inputs").add(input);
    event.putArray("outputs");
    return event;
  }

  private static ObjectNode event(String kind, String time, String step) {
    return Json.object().put("kind", kind).put("time", time).put("step", step);
  }

  private static ObjectNode tonnes(String suffix, String weight) {
    return Json.object()
        .put("item", SteelChain.MILL + "/" + suffix)
        .put("amount", weight)
        .put("unit", "TNE");
  }

  private static List<String[]> rows(Path directory, String table) {
    try {
      return Files.readAllLines(directory.resolve(table)).stream()
          .skip(FIRST_LINE)
          .map(line -> line.split(",", -1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
