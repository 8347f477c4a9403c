package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The script of {@code nameplate completion}, read by bash. */
final class CompletionTest {
  private static final String COMPLETE =
      """
      compopt() { :; } # works only while a person types
      source "$1"; shift
      COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
      _complete_nameplate
      printf '%s\\n' "${COMPREPLY[@]}"
      """;

  @TempDir private Path directory;
  private Path script = Path.of("");

  @BeforeEach
  void print() throws IOException {
    script = directory.resolve("the script");
    Files.writeString(script, Run.of("completion").ok().out());
  }

  @Test
  void bash_finds_no_error_in_it() throws IOException {
    assertThat(bash("-n", script.toString())).isEmpty();
  }

  @Test
  void it_has_every_command_at_its_place() throws IOException {
    Map<String, CommandLine> commands = CommandLines.whole().getSubcommands();
    assertThat(completed("nameplate", "")).hasSizeGreaterThan(20).containsAll(commands.keySet());
    for (Map.Entry<String, CommandLine> family : commands.entrySet()) {
      assertThat(completed("nameplate", family.getKey(), ""))
          .containsAll(family.getValue().getSubcommands().keySet());
    }
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "nameplate reso,             resolve",
    "nameplate keys chan,        change-passphrase",
    "nameplate resolve --anch,   --anchor",
    "nameplate log checkpoint --js, --json"
  })
  void a_word_that_is_begun_is_completed(String typed, String completed) throws IOException {
    assertThat(completed(typed.split(" ", -1))).containsExactly(completed);
  }

  private List<String> completed(String... words) throws IOException {
    String[] arguments = new String[words.length + 4];
    arguments[0] = "-c";
    arguments[1] = COMPLETE;
    arguments[2] = "bash";
    arguments[3] = script.toString();
    System.arraycopy(words, 0, arguments, 4, words.length);
    return bash(arguments).lines().toList();
  }

  /** What bash prints, which must be no error. */
  private static String bash(String... arguments) throws IOException {
    ProcessBuilder bash = new ProcessBuilder("bash").redirectErrorStream(true);
    bash.command().addAll(List.of(arguments));
    Process process = bash.start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).describedAs(printed).isZero();
    return printed;
  }
}
