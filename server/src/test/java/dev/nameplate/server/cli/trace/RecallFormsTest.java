package dev.nameplate.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.nameplate.access.Caller;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.grpc.NodeServices;
import dev.nameplate.server.json.Words;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.v1.RecallItem;
import dev.nameplate.v1.RecallRequest;
import dev.nameplate.v1.RecallSuspect;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A recall says the same in each of its forms: which item is with whom, in what, and how much of
 * it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecallFormsTest {
  private static final int HISTORIES = 6;
  private static final String HANDLE = "https://hdl.handle.net/";

  /** The last one is nobody, who gets things but gives none. */
  private static final List<String> PARTIES =
      List.of(
          "88.118.8", "Shop A", "Shop \"B\"; --> [x]|</b> #1 {y} \\n", "=山东, 店", "88.118.9", "");

  private static final Pattern DOT_NODE = Pattern.compile(" {2}(n\\d+) \\[label=\"(.*)\", .*];");
  private static final Pattern DOT_HELD =
      Pattern.compile(" {2}(n\\d+) -> (n\\d+) \\[(?:label=\"(.*)\", )?style=dashed];");
  private static final Pattern MERMAID_NODE =
      Pattern.compile(" {2}(n\\d+)\\[+\"(.*)\"]+(:::\\w+)?");
  private static final Pattern MERMAID_HELD =
      Pattern.compile(" {2}(n\\d+) -\\.->(?:\\|(.*)\\|)? (n\\d+)");

  @TempDir static Path directory;
  private Path data;

  @BeforeAll
  void live() throws IOException {
    data = directory.resolve("node");
    Run.of(
            "init",
            "--data",
            data,
            "--prefix",
            "88.118.8",
            "--suite",
            "ED25519_SHA256",
            "--no-passphrase")
        .ok();
    List<String> lines = new ArrayList<>();
    for (int seed = 0; seed < HISTORIES; seed++) {
      lines.addAll(history(seed));
    }
    Run.of("capture", Files.write(directory.resolve("events.jsonl"), lines), "--data", data).ok();
  }

  /** A lot that is shipped, packed, returned and used, and what is said of it. */
  private static List<String> history(int seed) {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    lines.add("'kind':'create',%s'items':[%s]".formatted(time(lines), much(seed, 100)));
    for (int step = 0; step < 12; step++) {
      String what =
          random.nextInt(5) == 0
              ? "'88.118.8/LOT-" + seed + "'"
              : much(seed, 1 + random.nextInt(30));
      String crate = "88.118.8/CRATE-" + seed + "-" + random.nextInt(2);
      lines.add(
          switch (random.nextInt(6)) {
            case 0 ->
                "'kind':'contain',%s'parent':'%s','items':[%s]".formatted(time(lines), crate, what);
            case 1 -> transfer(lines, "'" + crate + "'", random);
            case 2 ->
                "'kind':'process',%s'inputs':[%s],'outputs':['88.118.8/DISH-%d-%d']"
                    .formatted(time(lines), what, seed, random.nextInt(3));
            default -> transfer(lines, what, random);
          });
    }
    return lines.stream().map(line -> "{" + line.replace('\'', '"') + "}").toList();
  }

  private static String time(List<String> lines) {
    return "'time':'2026-07-01T%02d:00:00Z',".formatted(lines.size());
  }

  private static String much(int seed, int amount) {
    return "{'item':'88.118.8/LOT-%d','amount':'%d','unit':'CS'}".formatted(seed, amount);
  }

  private static String transfer(List<String> lines, String what, Random random) {
    return "'kind':'transfer',%s'items':[%s],'from':%s,'to':%s"
        .formatted(time(lines), what, party(random, 1), party(random, 0));
  }

  private static String party(Random random, int without) {
    String party = PARTIES.get(random.nextInt(PARTIES.size() - without));
    return "'" + party.replace("\\", "\\\\").replace("\"", "\\\"") + "'";
  }

  static Stream<String> lots() {
    return Stream.iterate(0, seed -> seed < HISTORIES, seed -> seed + 1)
        .map(seed -> "88.118.8/LOT-" + seed);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lots")
  void all_forms_name_the_same_holders_with_the_same_amounts(String lot) throws IOException {
    List<String> places = ofGrpc(lot);

    assertThat(places).as("histories have parts in several places").hasSizeGreaterThan(1);
    assertThat(ofText(lot)).as("text").containsExactlyElementsOf(places);
    assertThat(ofJson(lot)).as("JSON").containsExactlyElementsOf(places);
    assertThat(ofCsv(lot)).as("CSV").containsExactlyElementsOf(places);
    assertThat(ofEpcis(lot)).as("EPCIS").containsExactlyElementsOf(places);
    assertThat(ofProv(lot)).as("PROV").containsExactlyInAnyOrderElementsOf(places);
    assertThat(ofDot(lot)).as("dot").containsExactlyElementsOf(places);
    assertThat(ofMermaid(lot)).as("mermaid").containsExactlyElementsOf(places);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"prov", "epcis", "dot", "mermaid"})
  void bounds_and_positions_apply_in_every_form(String format) {
    String late = form("88.118.8/LOT-1", format, "--from", "2027-01-01T00:00:00Z");
    String early = form("88.118.8/LOT-1", format, "--position", "14");

    assertThat(late).contains("taken-before").contains("Shop");
    assertThat(early).contains("88.118.8/LOT-1").doesNotContain("Shop");
  }

  private List<String> ofGrpc(String lot) throws IOException {
    String name = UUID.randomUUID().toString();
    try (Node node = Node.open(NodeConfig.in(data).authorityFor("88.118.8"))) {
      Server server =
          InProcessServerBuilder.forName(name)
              .addServices(NodeServices.of(Operations.of(node), Caller.STRANGER))
              .build()
              .start();
      ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
      try {
        List<String> places = new ArrayList<>();
        TraceServiceGrpc.newBlockingStub(channel)
            .recall(
                RecallRequest.newBuilder()
                    .addSuspects(RecallSuspect.newBuilder().setItem(lot))
                    .build())
            .forEachRemaining(
                step -> {
                  if (step.hasItem()) {
                    places.add(place(step.getItem()));
                  }
                });
        return places;
      } finally {
        channel.shutdownNow();
        server.shutdownNow();
      }
    }
  }

  private static String place(RecallItem item) {
    return place(
        item.getItem(),
        word(item.getCertainty(), "RECALL_CERTAINTY_"),
        item.getHolder(),
        item.getLeftCount() == 0
            ? ""
            : amount(
                item.getAtLeast(0).getAmount(),
                item.getLeft(0).getAmount(),
                item.getLeft(0).getUnit()),
        word(item.getExtent(), "RECALL_EXTENT_"),
        item.getInside(),
        word(item.getPresence(), "RECALL_PRESENCE_"));
  }

  private static String word(Enum<?> constant, String start) {
    return Words.of(constant).substring(start.length());
  }

  private static String amount(String least, String most, String unit) {
    return (least.equals(most) ? "" : least + " to ") + most + " " + unit;
  }

  /** A place in words, as graphs have it. */
  private static String place(
      String item,
      String certainty,
      String holder,
      String amount,
      String extent,
      String inside,
      String presence) {
    List<String> how = new ArrayList<>();
    if (!amount.isEmpty()) {
      how.add(amount);
    } else if (!extent.equals("whole")) {
      how.add(extent);
    }
    if (!inside.isEmpty()) {
      how.add("in " + inside);
    }
    if (!presence.equals("there")) {
      how.add(presence);
    }
    return item + " (" + certainty + ") with " + holder + ": " + String.join(" ", how);
  }

  private Run recall(String lot, String... options) {
    List<Object> arguments = new ArrayList<>(List.of("recall", lot, "--data", data));
    arguments.addAll(List.of(options));
    return Run.of(arguments.toArray()).ok();
  }

  private String form(String lot, String format, String... options) {
    return recall(
            lot,
            Stream.concat(Stream.of("--format", format), Stream.of(options)).toArray(String[]::new))
        .out();
  }

  private List<String> ofText(String lot) {
    List<String> places = new ArrayList<>();
    String holder = "";
    for (String line : recall(lot).out().lines().toList()) {
      if (line.startsWith("held by ")) {
        holder = line.substring("held by ".length());
      } else if (!holder.isEmpty() && line.startsWith("  ")) {
        List<String> parts = new ArrayList<>(List.of(line.trim().split(" {2,}", -1)));
        String certainty = parts.remove(0);
        String item = parts.remove(0);
        parts.remove(parts.size() - 1); // the reason
        String amount = parts.stream().filter(one -> one.endsWith(" CS")).findFirst().orElse("");
        places.add(
            place(
                item,
                certainty,
                holder.equals("(unknown)") ? "" : holder,
                amount,
                Stream.of("part", "possible").filter(parts::contains).findFirst().orElse("whole"),
                parts.stream()
                    .filter(one -> one.startsWith("in "))
                    .map(one -> one.substring(3))
                    .findFirst()
                    .orElse(""),
                Stream.of("used-up", "retired")
                    .filter(parts::contains)
                    .findFirst()
                    .orElse("there")));
      }
    }
    return places;
  }

  private List<String> ofJson(String lot) {
    return recall(lot, "--json").jsonLines().stream()
        .filter(step -> step.path("kind").asText().equals("item"))
        .map(
            step ->
                place(
                    step.path("identifier").asText(),
                    step.path("certainty").asText(),
                    step.path("holder").asText(""),
                    step.path("left").isEmpty()
                        ? ""
                        : amount(
                            step.path("atLeast").path(0).path("amount").asText(),
                            step.path("left").path(0).path("amount").asText(),
                            step.path("left").path(0).path("unit").asText()),
                    step.path("extent").asText(),
                    step.path("inside").asText(""),
                    step.path("presence").asText()))
        .toList();
  }

  private List<String> ofCsv(String lot) {
    return CsvReader.builder().ofNamedCsvRecord(recall(lot, "--csv").out().substring(1)).stream()
        .map(
            row ->
                place(
                    row.getField("traceability_lot_code"),
                    row.getField("certainty"),
                    row.getField("holder").replaceFirst("^'=", "="),
                    row.getField("unit_of_measure").isEmpty()
                        ? ""
                        : amount(
                            row.getField("quantity_at_least"),
                            row.getField("quantity"),
                            row.getField("unit_of_measure")),
                    row.getField("extent"),
                    row.getField("inside"),
                    row.getField("presence")))
        .toList();
  }

  private List<String> ofEpcis(String lot) throws IOException {
    List<String> places = new ArrayList<>();
    JsonNode recall = new ObjectMapper().readTree(form(lot, "epcis")).path("nameplate:recall");
    for (JsonNode place : recall.path("nameplate:places")) {
      JsonNode left = place.path("nameplate:left").path(0);
      places.add(
          place(
              place.path("nameplate:item").asText().substring(HANDLE.length()),
              place.path("nameplate:certainty").asText(),
              place.path("nameplate:holder").asText(),
              left.isMissingNode()
                  ? ""
                  : amount(
                      left.path("nameplate:atLeast").asText(),
                      left.path("nameplate:atMost").asText(),
                      left.path("nameplate:unit").asText()),
              place.path("nameplate:extent").asText(),
              place.path("nameplate:inside").asText().replace(HANDLE, ""),
              place.path("nameplate:presence").asText()));
    }
    return places;
  }

  private List<String> ofProv(String lot) throws IOException {
    JsonNode document = new ObjectMapper().readTree(form(lot, "prov"));
    Map<String, String> holders = new HashMap<>();
    for (JsonNode attribution : document.path("wasAttributedTo")) {
      holders.put(
          attribution.path("prov:entity").asText(),
          document
              .path("agent")
              .path(attribution.path("prov:agent").asText())
              .path("prov:label")
              .asText());
    }
    List<String> places = new ArrayList<>();
    for (JsonNode part : document.path("specializationOf")) {
      String name = part.path("prov:specificEntity").asText();
      JsonNode held = document.path("entity").path(name);
      JsonNode item = document.path("entity").path(part.path("prov:generalEntity").asText());
      places.add(
          place(
              item.path("prov:label").asText(),
              held.path("np:certainty").asText(),
              holders.getOrDefault(name, ""),
              held.has("np:unit")
                  ? amount(
                      held.path("np:atLeast").path("$").asText(),
                      held.path("np:atMost").path("$").asText(),
                      held.path("np:unit").asText())
                  : "",
              held.path("np:extent").asText(),
              held.path("np:inside").asText(),
              held.path("np:presence").asText()));
    }
    return places;
  }

  private List<String> ofDot(String lot) {
    Map<String, String> nodes = new HashMap<>();
    List<String> places = new ArrayList<>();
    for (String line : form(lot, "dot").lines().toList()) {
      Matcher node = DOT_NODE.matcher(line);
      Matcher held = DOT_HELD.matcher(line);
      if (node.matches()) {
        nodes.put(node.group(1), node.group(2));
      } else if (held.matches()) {
        places.add(
            drawn(
                List.of(nodes.getOrDefault(held.group(1), "").split("\\\\n", -1)),
                nodes.getOrDefault(held.group(2), "").replace("\\\"", "\"").replace("\\\\", "\\"),
                Optional.ofNullable(held.group(3)).orElse("")));
      }
    }
    return places;
  }

  private List<String> ofMermaid(String lot) {
    Map<String, String> nodes = new HashMap<>();
    List<String> places = new ArrayList<>();
    for (String line : form(lot, "mermaid").lines().toList()) {
      Matcher node = MERMAID_NODE.matcher(line);
      Matcher held = MERMAID_HELD.matcher(line);
      if (node.matches()) {
        nodes.put(node.group(1), node.group(2));
      } else if (held.matches()) {
        places.add(
            drawn(
                List.of(nodes.getOrDefault(held.group(1), "").split("<br/>", -1)),
                unescaped(nodes.getOrDefault(held.group(3), "")),
                Optional.ofNullable(held.group(2)).orElse("")));
      }
    }
    return places;
  }

  private static String unescaped(String text) {
    return Pattern.compile("#(\\d+);")
        .matcher(text)
        .replaceAll(
            entity ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(entity.group(1)))));
  }

  private static String drawn(List<String> item, String holder, String how) {
    String certainty = item.get(1).substring(0, item.get(1).indexOf(':'));
    return item.get(0)
        + " ("
        + certainty
        + ") with "
        + (holder.equals("(unknown)") ? "" : holder)
        + ": "
        + how;
  }

  @Test
  void an_epcis_document_has_the_events_as_they_were_and_is_read_again() throws IOException {
    Path document =
        Files.writeString(directory.resolve("recall.jsonld"), form("88.118.8/LOT-1", "epcis"));
    Path other = directory.resolve("other");
    Run.of(
            "init",
            "--data",
            other,
            "--prefix",
            "88.118.8",
            "--suite",
            "ED25519_SHA256",
            "--no-passphrase")
        .ok();

    Run.of("import", document, "--data", other).ok();

    assertThat(recalled(other)).isEqualTo(recalled(data));
  }

  private static List<String> recalled(Path node) {
    return Run.of("recall", "88.118.8/LOT-1", "--csv", "--data", node).ok().out().lines().toList();
  }
}
