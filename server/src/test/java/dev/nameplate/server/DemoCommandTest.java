package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.Run;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"SM2_SM3", "ED25519_SHA256"})
  void every_step_goes_well_and_is_told(String suite) {
    List<JsonNode> steps = Run.of("demo", "--suite", suite, "--json").ok().jsonLines();

    assertThat(steps)
        .extracting(step -> step.path("step").asText())
        .containsExactly(
            "node",
            "allot",
            "assign",
            "resolve",
            "resolve-across",
            "recursive",
            "walk-back",
            "capture",
            "trace-up",
            "recall",
            "recall-across",
            "received-between",
            "sheet",
            "hole-shown",
            "verify-offline",
            "verify-path",
            "absence",
            "tampering-caught",
            "update",
            "retire",
            "replay",
            "audit");
    assertThat(steps)
        .allMatch(step -> step.path("ok").asBoolean() && !step.path("detail").asText().isEmpty());
  }
}
