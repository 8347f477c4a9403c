package dev.nameplate.server.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.RecallStep;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProvDocumentTest {
  private static final Pattern QUALIFIED_NAME = Pattern.compile("([a-z0-9]+|_):[^\\s\"\\\\]+");

  @TempDir private Path directory;

  @Test
  void items_are_entities_and_processes_activities_told_once() throws IOException {
    JsonNode document = document(SteelSteps.of(directory));

    assertThat(names(document, "entity"))
        .containsExactlyInAnyOrder(
            "hdl:88.118.8/heat-1",
            "hdl:88.118.8/coil-1",
            "gs1:01/06912345678903/10/L%201",
            "np:hole1");
    assertThat(names(document, "activity"))
        .hasSize(3)
        .contains("process:88.118.8/RUN%207")
        .anyMatch(name -> name.startsWith("event:"));
    assertThat(names(document, "agent")).containsExactly("recorder:88.118.8");
    assertThat(document.get("used"))
        .singleElement()
        .satisfies(
            used -> {
              assertThat(used.get("prov:activity").asText()).isEqualTo("process:88.118.8/RUN%207");
              assertThat(used.get("prov:entity").asText()).isEqualTo("hdl:88.118.8/heat-1");
              assertThat(used.get("np:amount").get("$").asText()).isEqualTo("21.40");
              assertThat(used.get("np:unit").asText()).isEqualTo("TNE");
            });
    assertThat(document.get("wasGeneratedBy")).hasSize(3);
    assertThat(document.get("wasInvalidatedBy")).hasSize(1);
    assertThat(document.get("wasAssociatedWith")).hasSize(3);
  }

  @Test
  void a_part_with_a_holder_is_an_entity_of_its_own_attributed_to_the_holder() throws IOException {
    StringWriter text = new StringWriter();
    try (ProvDocument document = new ProvDocument()) {
      for (RecallStep step : RecallSteps.parts()) {
        document.add(step);
      }
      document.writeTo(text);
    }
    JsonNode document = read(text.toString());

    assertThat(names(document, "entity"))
        .containsExactly(
            "hdl:88.118.8/heat-1",
            "np:held1",
            "np:held2",
            "np:held3",
            "hdl:88.118.8/dish",
            "np:held4",
            "np:recall");
    JsonNode held = document.path("entity").path("np:held2");
    assertThat(held.path("np:certainty").asText()).isEqualTo("certain");
    assertThat(held.path("np:extent").asText()).isEqualTo("possible");
    assertThat(held.path("np:atLeast").path("$").asText()).isEqualTo("0");
    assertThat(held.path("np:atMost").path("$").asText()).isEqualTo("60");
    assertThat(held.path("np:unit").asText()).isEqualTo("CS");
    assertThat(held.path("np:inside").asText()).isEqualTo("88.118.8/CRATE");
    assertThat(names(document, "agent"))
        .containsExactly("holder:Shop%20A", "holder:%22B%22%5D%20--%3E%20%7Cx%7C%E2%80%AE%0A");
    assertThat(document.path("wasAttributedTo")).hasSize(3);
    assertThat(document.path("specializationOf")).hasSize(4);
    assertThat(document.path("entity").path("np:recall").path("np:complete").asBoolean()).isFalse();
  }

  @Test
  void every_name_is_qualified_by_a_declared_prefix_and_every_activity_is_declared()
      throws IOException {
    JsonNode document = document(SteelSteps.of(directory));
    Set<String> prefixes = names(document, "prefix");
    Set<String> activities = names(document, "activity");

    for (String section : names(document)) {
      if (section.equals("prefix")) {
        continue;
      }
      for (String name : names(document, section)) {
        assertThat(name).matches(QUALIFIED_NAME);
        assertThat(name.startsWith("_:") || prefixes.contains(name.substring(0, name.indexOf(':'))))
            .isTrue();
      }
      for (JsonNode member : document.get(section)) {
        if (member.has("prov:activity")) {
          assertThat(activities).contains(member.get("prov:activity").asText());
        }
      }
    }
  }

  @Test
  void a_document_of_nothing_is_still_one() throws IOException {
    assertThat(names(document(List.of()))).containsExactly("prefix");
  }

  private static JsonNode document(List<TraceStep> steps) throws IOException {
    StringWriter text = new StringWriter();
    try (ProvDocument document = new ProvDocument()) {
      for (TraceStep step : steps) {
        document.add(step);
      }
      document.writeTo(text);
    }
    return read(text.toString());
  }

  private static JsonNode read(String document) throws IOException {
    return new ObjectMapper()
        .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
        .readTree(document);
  }

  private static Set<String> names(JsonNode document, String section) {
    return names(document.get(section));
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new LinkedHashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
