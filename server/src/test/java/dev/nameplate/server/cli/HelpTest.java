package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HelpTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "version",
        "completion",
        "init",
        "serve",
        "keys",
        "keys show",
        "keys anchor",
        "keys export-public",
        "keys next",
        "keys activate",
        "keys change-passphrase",
        "prefix",
        "prefix list",
        "prefix show",
        "prefix allot",
        "prefix suspend",
        "prefix resume",
        "prefix revoke",
        "prefix transfer",
        "prefix revoke-key",
        "assign",
        "update",
        "retire",
        "resolve",
        "statistics",
        "history",
        "list",
        "verify",
        "log",
        "log checkpoint",
        "log audit",
        "log prove",
        "log promote",
        "backup",
        "restore",
        "root",
        "root key",
        "root make",
        "root sign",
        "root show",
        "root update",
        "import",
        "export",
        "bench",
        "bench floor",
        "bench assign",
        "bench resolve",
        "bench mixed"
      })
  void every_command_explains_itself_with_an_example(String command) {
    Run run = Run.of((Object[]) (command + " --help").split(" ", -1)).ok();

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            "Usage: nameplate " + command,
            "Example:\n  nameplate " + command.split(" ", -1)[0],
            "--json");
    assertThat(run.out().lines()).allMatch(line -> Columns.width(line) <= 140);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "resolv --help",
        "template --help",
        "nameplate template --help",
        "log prov --help",
        "log -h prov",
        "prefix alot --help",
        "root sing --json --help",
        "bench --help mixd"
      })
  void help_for_a_command_that_there_is_not_says_so(String arguments) {
    Run run = Run.of((Object[]) arguments.split(" ", -1)).failed(ExitCode.USAGE, "unknown command");

    assertThat(run.out()).doesNotContain("Usage:");
    if (!arguments.contains("template")) {
      assertThat(run.err() + run.out()).contains("did you mean");
    }
  }

  @Test
  void the_first_help_names_every_command_in_its_group() {
    Run run = Run.of("--help").ok();

    assertThat(run.out())
        .contains(
            "Run a node\n  init",
            "Assign\n  assign",
            "Ask\n  resolve",
            "Check\n  verify",
            "Measure\n  bench",
            "  demo ",
            "  import ",
            "  export ");
  }

  @Test
  void without_a_command_the_way_to_the_help_is_shown() {
    Run.of().failed(ExitCode.USAGE, "--help");
  }

  @Test
  void the_version_is_told_both_ways() {
    assertThat(Run.of("--version").ok().out()).startsWith("nameplate ");
    assertThat(Run.of("version", "--json").ok().json().path("version").asText()).isNotEmpty();
  }
}
