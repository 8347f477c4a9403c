package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Endpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

final class ConfigFileTest {
  @TempDir private Path directory;

  private ParseResult parsed(String text, String... arguments) throws IOException {
    Path config = Files.writeString(directory.resolve("node.conf"), text);
    CommandLine line = CommandLines.whole();
    List<String> all = new ArrayList<>(List.of("serve", "--config", config.toString()));
    all.addAll(List.of(arguments));
    return line.parseArgs(ConfigFile.expanded(line, all).toArray(String[]::new)).subcommand();
  }

  @Test
  void every_option_of_serve_may_stand_in_the_file() throws IOException {
    List<OptionSpec> options =
        Objects.requireNonNull(CommandLines.whole().getSubcommands().get("serve"))
            .getCommandSpec()
            .options();
    List<String> names =
        options.stream()
            .filter(option -> !option.usageHelp())
            .map(OptionSpec::longestName)
            .filter(name -> !name.equals("--config"))
            .toList();
    StringBuilder text = new StringBuilder();
    for (OptionSpec option : options) {
      if (names.contains(option.longestName())) {
        text.append(option.longestName().substring(2)).append(" = ").append(sample(option));
        text.append('\n');
      }
    }

    ParseResult serve = parsed(text.toString());

    assertThat(names)
        .contains("--anchor", "--recursive-node", "--recursive", "--json", "--verbose");
    assertThat(names).allMatch(serve::hasMatchedOption);
  }

  private static String sample(OptionSpec option) {
    List<Class<?>> types = new ArrayList<>(List.of(option.type()));
    types.addAll(List.of(option.auxiliaryTypes()));
    if (option.arity().max() == 0) {
      return "true";
    }
    return types.contains(Endpoint.class) ? "node.example:7430" : "1";
  }

  @Test
  void an_option_that_may_be_repeated_has_a_line_for_each_value() throws IOException {
    ParseResult serve =
        parsed(
            """
            # the node of the mill
            data = /var/lib/nameplate

            recursive-node = a.example:7430
            recursive-node = b.example:7430
            recursive = false
            """);

    List<Endpoint> nodes = serve.matchedOptionValue("--recursive-node", List.of());
    assertThat(nodes)
        .containsExactly(Endpoint.parse("a.example:7430"), Endpoint.parse("b.example:7430"));
    assertThat(serve.hasMatchedOption("--recursive")).isFalse();
  }

  @Test
  void the_command_line_goes_before_in_either_spelling() throws IOException {
    for (String[] given : new String[][] {{"--host", "::1"}, {"--host=::1"}}) {
      ParseResult serve = parsed("data = d\nhost = 127.0.0.1\n", given);

      assertThat(serve.<String>matchedOptionValue("--host", "")).isEqualTo("::1");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          misspelt name  | grpc-prot = 1              | line 2: unknown option `grpc-prot`; did you mean `grpc-port`?
          other word     | frobnicate = 1             | unknown option `frobnicate` (expected: one of allow-
          flag with text | recursive = maybe          | "maybe" (expected: true or false
          given twice    | host = a;host = b          | line 3: "host" (expected: this option once; line 2 has it
          itself         | config = other.conf        | unknown option `config`
          """)
  void what_is_no_option_is_named_with_its_line(String why, String lines, String expected) {
    assertThatThrownBy(() -> parsed("# comment\n" + lines.replace(";", "\n")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("node.conf")
        .hasMessageContaining(expected);
  }

  @Test
  void a_command_without_such_a_file_is_left_as_it_is() {
    List<String> arguments = Stream.of("resolve", "88.118.8/X", "--config", "x").toList();

    assertThat(ConfigFile.expanded(CommandLines.whole(), arguments)).isEqualTo(arguments);
  }
}
