package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MintCommandTest {
  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
  }

  private List<String> mint(String... operation) {
    Stream<Object> command =
        Stream.of(
            "mint",
            "88.118.8/CONE-{seq:4}",
            "--count",
            "300",
            "--value",
            "1:URL=u",
            "--data",
            data,
            "--json");
    return Run.of(Stream.concat(command, Stream.of(operation)).toArray()).ok().jsonLines().stream()
        .map(receipt -> receipt.path("identifier").asText())
        .toList();
  }

  @Test
  void a_count_of_identifiers_is_minted_and_each_resolves() {
    List<String> minted = mint();

    assertThat(minted).hasSize(300).doesNotHaveDuplicates();
    assertThat(minted.stream().sorted().toList().get(299)).isEqualTo("88.118.8/CONE-0300");
    JsonNode answer = Run.of("resolve", minted.get(7), "--data", data, "--json").ok().json();
    assertThat(answer.path("outcome").asText()).isEqualTo("found");
  }

  @Test
  void the_same_command_under_an_operation_id_gives_the_same_identifiers() {
    List<String> first = mint("--operation", "shift-7");

    assertThat(mint("--operation", "shift-7")).containsExactlyInAnyOrderElementsOf(first);
    assertThat(mint()).doesNotContainAnyElementsOf(first);
  }

  @Test
  void a_pattern_that_is_none_is_refused_with_what_was_expected() {
    Run.of("mint", "88.118.8/CONE", "--data", data).failed(2, "CONE", "expected: {seq:DIGITS}");
  }
}
