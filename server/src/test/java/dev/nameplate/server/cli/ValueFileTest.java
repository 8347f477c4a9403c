package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.nameplate.server.cli.output.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that must not be seen in the list of processes come from files or standard input. */
final class ValueFileTest {
  private static final String COIL = "88.118.8/COIL-1";

  @TempDir private Path directory;
  private Path data;

  @BeforeEach
  void make_a_node() {
    data = directory.resolve("node");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("value"), text);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private JsonNode values(String identifier) {
    return Run.of("resolve", identifier, "--data", data, "--json").ok().json().path("values");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          --value-file,     成本 4711
          --number-file,    20.15
          --json-file,      {"a": [1]}
          --reference-file, 88.118.8/HEAT-7
          """)
  void a_restricted_value_of_each_form_comes_from_a_file(String option, String text)
      throws IOException {
    Path file = file(text + "\n");

    Run.of("assign", COIL, option, "4:成本=" + file, "--restricted", "4", "--data", data).ok();

    String exported = Run.of("export", "88.118.8", "--data", data).ok().out();
    assertThat(exported).contains(text.replace("\"", "\\\""), "\"permissions\":12");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"assign", "update", "mint"})
  void a_value_comes_from_standard_input_in_each_command_that_writes_values(String command) {
    if (command.equals("update")) {
      Run.of("assign", COIL, "--data", data).ok();
    }
    Object[] arguments =
        switch (command) {
          case "assign" -> new Object[] {"assign", COIL};
          case "update" -> new Object[] {"update", COIL, "--expect", "1"};
          default -> new Object[] {"mint", "88.118.8/COIL-{seq:1}"};
        };
    Object[] all = new Object[arguments.length + 6];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(
        new Object[] {"--value-file", "4:成本=-", "--restricted", "4", "--data", data},
        0,
        all,
        arguments.length,
        6);

    Run.reading(utf8("4711\n"), all).ok();

    assertThat(values(COIL).get(0).path("data").asText()).isEqualTo("4711");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"line feed,a\\n,a", "carriage return,a\\r\\n,a", "two,a\\n\\n,a\\n", "none,a,a"})
  void the_line_end_at_the_end_is_no_part_of_the_value(String why, String text, String value)
      throws IOException {
    String written = text.replace("\\r", "\r").replace("\\n", "\n");

    Run.of("assign", COIL, "--value-file", "1:t=" + file(written), "--data", data).ok();

    assertThat(values(COIL).get(0).path("data").asText()).isEqualTo(value.replace("\\n", "\n"));
  }

  @Test
  void standard_input_is_one_value_only() {
    Run.reading(
            utf8("1"),
            "assign",
            COIL,
            "--value-file",
            "1:a=-",
            "--number-file",
            "2:b=-",
            "--data",
            data)
        .failed(ExitCode.USAGE, "--number-file", "standard input for one value only");
  }

  @Test
  void a_file_that_is_not_there_is_named_and_nothing_is_assigned() {
    Run.of("assign", COIL, "--value-file", "1:a=" + directory.resolve("none"), "--data", data)
        .failed(ExitCode.USAGE, "--value-file", "it does not exist");

    assertThat(Run.of("resolve", COIL, "--data", data).exitCode()).isEqualTo(ExitCode.NO);
  }

  @Test
  void input_that_is_no_text_is_refused() {
    Run.reading(
            new byte[] {(byte) 0xFF, 0}, "assign", COIL, "--value-file", "1:a=-", "--data", data)
        .failed(ExitCode.USAGE, "--value-file", "text in UTF-8");
  }

  @Test
  void input_that_fits_in_no_record_is_refused() {
    Run.reading(new byte[1 << 20], "assign", COIL, "--value-file", "1:a=-", "--data", data)
        .failed(ExitCode.USAGE, "--value-file", "at most 262144 bytes");
  }
}
