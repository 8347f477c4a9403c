package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help of every command, at the widths of a narrow and of a wide screen. */
final class HelpLayoutTest {
  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void no_example_and_no_description_breaks_within_a_url_an_identifier_or_a_time(int width) {
    CommandLines.all(CommandLines.whole())
        .forEach(
            command -> {
              String help = help(command, width);
              for (String text : texts(command.getCommandSpec())) {
                for (String word : text.replace("%n", " ").split("\\s+", -1)) {
                  if (word.length() < width / 2
                      && word.matches("[^@${]*[/:=][^@$]*[A-Za-z0-9].*")) {
                    assertThat(help).describedAs(command.getCommandName()).contains(word);
                  }
                }
              }
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void lines_are_no_longer_than_the_screen_unless_a_word_is(int width) {
    CommandLines.all(CommandLines.whole())
        .forEach(
            command ->
                help(command, width)
                    .lines()
                    .filter(line -> !line.isBlank() && Columns.width(line) > width)
                    .forEach(
                        line ->
                            assertThat(line)
                                .describedAs(command.getCommandName())
                                .matches("^\\s*(\\S+|\\S+ .*'.*|  nameplate .*['\"].*)( \\\\)?$")));
  }

  @Test
  void text_flows_over_the_line_breaks_of_its_source_and_not_over_the_ends_of_sentences() {
    String help = Run.with(Map.of("COLUMNS", "80"), "prefix", "transfer", "--help").ok().out();

    assertThat(help)
        .contains("the holder's node signed before the prefix was allotted to it")
        .contains("\nWith --add-key, the new key is valid")
        .containsPattern("the endpoints\\s+in the anchor files, else unchanged.");
  }

  @Test
  void an_example_that_goes_on_in_the_next_line_is_still_one_command() {
    String help = Run.with(Map.of("COLUMNS", "80"), "assign", "--help").ok().out();

    String example =
        help.substring(help.indexOf("Example:\n") + 9).replaceAll(" \\\\\n +", " ").strip();
    assertThat(example.lines().toList())
        .containsExactly(
            "nameplate assign 88.118.8/COIL-2026-000451 --value"
                + " 1:URL=https://mill.example/coils/451 --reference 2:炉次=88.118.8/HEAT-7");
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 120})
  void what_is_required_is_marked(int width) {
    CommandLines.all(CommandLines.whole())
        .forEach(
            command -> {
              List<String> lines = help(command, width).lines().toList();
              for (OptionSpec option : command.getCommandSpec().options()) {
                if (option.required() && option.group() == null) {
                  assertMarked(command, lines, option.longestName());
                }
              }
              for (PositionalParamSpec parameter :
                  command.getCommandSpec().positionalParameters()) {
                if (parameter.required()) {
                  assertMarked(command, lines, parameter.paramLabel());
                }
              }
            });
  }

  private static void assertMarked(CommandLine command, List<String> lines, String name) {
    assertThat(lines)
        .describedAs(command.getCommandName())
        .contains("* required")
        .anyMatch(line -> line.startsWith("* ") && line.contains(name));
  }

  @Test
  void defaults_are_said_in_plain_english() {
    CommandLines.all(CommandLines.whole())
        .forEach(
            command ->
                assertThat(help(command, 120))
                    .describedAs(command.getCommandName())
                    .doesNotContain("nothing else is said", "nothing is said"));
  }

  @Test
  void trace_says_what_up_and_down_are_also_to_whom_it_was_given_an_item_at_once() {
    assertThat(Run.of("trace", "--help").ok().out())
        .contains("trace up ITEM finds", "trace down ITEM finds");
    Run.of("trace", "88.118.8/COIL-1")
        .failed(
            ExitCode.USAGE,
            "trace up 88.118.8/COIL-1 finds its inputs",
            "trace down 88.118.8/COIL-1 its products");
    Run.of("trace", "upp", "88.118.8/COIL-1").failed(ExitCode.USAGE, "did you mean `up`?");
  }

  @Test
  void a_misspelt_command_or_option_is_answered_with_the_one_that_may_be_meant() {
    Run.of("reslove", "88.118.8/X").failed(ExitCode.USAGE, "`reslove`; did you mean `resolve`?");
    Run.of("keys", "shwo").failed(ExitCode.USAGE, "did you mean `show`?");
    Run.of("resolve", "88.118.8/X", "--anchr", "f")
        .failed(ExitCode.USAGE, "unknown option `--anchr`; did you mean `--anchor`?");
    Run.of("serve", "--data", "d", "--grpc_port=1")
        .failed(ExitCode.USAGE, "did you mean `--grpc-port`?");
  }

  private static String help(CommandLine command, int width) {
    List<String> arguments = new ArrayList<>();
    for (CommandLine each = command; each.getParent() != null; each = each.getParent()) {
      arguments.add(0, each.getCommandName());
    }
    arguments.add("--help");
    return Run.with(Map.of("COLUMNS", Integer.toString(width)), arguments.toArray()).ok().out();
  }

  private static List<String> texts(CommandSpec command) {
    return Stream.of(
            Stream.of(command.usageMessage().footer()),
            Stream.of(command.usageMessage().description()).map(HelpText::shown),
            command.options().stream().flatMap(option -> Stream.of(option.description())),
            command.positionalParameters().stream()
                .flatMap(parameter -> Stream.of(parameter.description())))
        .flatMap(texts -> texts)
        .toList();
  }
}
