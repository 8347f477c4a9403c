package dev.nameplate.server.cli;

import dev.nameplate.server.cli.output.Columns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Layout of the help of every command: as wide as the screen, required options marked, and no line
 * break within an identifier, a URL or a time, so that each can be copied. A long example continues
 * behind a backslash, as in a shell.
 */
final class HelpText {
  private static final String COLUMNS = "COLUMNS";
  private static final int DEFAULT_WIDTH = 110;
  private static final int LEAST_WIDTH = 60;
  private static final int MOST_WIDTH = 200;

  private static final char REQUIRED = '*';
  private static final String SENTENCE_ENDS = ".:;?!";
  private static final String CONTINUED = "      ";

  /** First of the private characters that replace punctuation during line breaking. */
  private static final int STAND_IN = 0xE000;

  private static final Pattern WORD = Pattern.compile("[^\\s@|%$]*[/:=][^\\s@|%$]*");

  private HelpText() {}

  /** Lays out the help of a command and of all below it. */
  static void layOut(CommandLine line, Map<String, String> environment) {
    line.setUsageHelpWidth(width(environment.getOrDefault(COLUMNS, "")))
        .setHelpFactory(UnbrokenHelp::new);
    layOut(line);
  }

  /** The final help text, with the replaced punctuation restored. */
  static String shown(String help) {
    StringBuilder text = new StringBuilder(help.length());
    for (int i = 0; i < help.length(); i++) {
      char c = help.charAt(i);
      text.append(c >= STAND_IN && c < STAND_IN + 0x80 ? (char) (c - STAND_IN) : c);
    }
    return text.toString();
  }

  private static int width(String columns) {
    return columns.matches("[0-9]{1,4}")
        ? Math.max(LEAST_WIDTH, Math.min(Integer.parseInt(columns), MOST_WIDTH))
        : DEFAULT_WIDTH;
  }

  private static void layOut(CommandLine line) {
    CommandSpec command = line.getCommandSpec();
    UsageMessageSpec usage = command.usageMessage();
    usage
        .sortOptions(false)
        .abbreviateSynopsis(true)
        .requiredOptionMarker(REQUIRED)
        .footerHeading("%nExample:%n")
        .description(unbroken(flowing(usage.description())));
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandGroups::render);
    line.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpText::examples);
    List<PositionalParamSpec> parameters = command.positionalParameters();
    if (Stream.concat(command.options().stream(), parameters.stream())
        .anyMatch(argument -> argument.required() && argument.group() == null)) {
      usage.parameterListHeading(parameters.isEmpty() ? "" : REQUIRED + " required%n");
      usage.optionListHeading(parameters.isEmpty() ? REQUIRED + " required%n" : "");
    }
    line.getSubcommands().values().forEach(HelpText::layOut);
  }

  /**
   * Lines of which each is a paragraph. The line breaks of our sources are for another width than
   * the screen's: a line goes on in the next one, unless it ends a sentence or the next is
   * indented.
   */
  private static String[] flowing(String[] lines) {
    List<String> paragraphs = new ArrayList<>();
    for (String line : String.join("%n", lines).split("%n", -1)) {
      int last = paragraphs.size() - 1;
      if (last >= 0 && goesOn(paragraphs.get(last), line)) {
        paragraphs.set(last, paragraphs.get(last) + " " + line);
      } else {
        paragraphs.add(line);
      }
    }
    return paragraphs.toArray(String[]::new);
  }

  private static boolean goesOn(String line, String next) {
    return !line.isEmpty()
        && !next.isEmpty()
        && line.charAt(0) != ' '
        && next.charAt(0) != ' '
        && SENTENCE_ENDS.indexOf(line.charAt(line.length() - 1)) < 0;
  }

  private static String[] unbroken(String[] lines) {
    return Arrays.stream(lines).map(HelpText::unbroken).toArray(String[]::new);
  }

  private static String unbroken(String text) {
    return WORD.matcher(text).replaceAll(word -> standIn(word.group()));
  }

  private static String standIn(String word) {
    StringBuilder text = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      text.append(c < 0x80 && !Character.isLetterOrDigit(c) ? (char) (STAND_IN + c) : c);
    }
    return text.toString();
  }

  private static String examples(Help help) {
    UsageMessageSpec usage = help.commandSpec().usageMessage();
    StringBuilder text = new StringBuilder();
    for (String example : usage.footer()) {
      broken(example, usage.width())
          .forEach(line -> text.append(line).append(System.lineSeparator()));
    }
    return text.toString();
  }

  /** The lines of an example; a word in quotes is never broken. */
  private static List<String> broken(String example, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : example.split("(?<=\\S) (?=(?:[^'\"]|'[^']*'|\"[^\"]*\")*$)", -1)) {
      if (line.isEmpty()) {
        line = word;
      } else if (Columns.width(line) + 1 + Columns.width(word) + 2 <= width || word.equals("\\")) {
        line += " " + word;
      } else {
        lines.add(line + " \\");
        line = CONTINUED + word;
      }
    }
    lines.add(line);
    return lines;
  }

  /** Describes options and parameters in words that are not broken. */
  private static final class UnbrokenHelp extends Help {
    UnbrokenHelp(CommandSpec command, ColorScheme colours) {
      super(command, colours);
    }

    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
      IOptionRenderer usual = super.createDefaultOptionRenderer();
      return (option, label, colours) -> unbroken(usual.render(option, label, colours), colours);
    }

    @Override
    public IParameterRenderer createDefaultParameterRenderer() {
      IParameterRenderer usual = super.createDefaultParameterRenderer();
      return (parameter, label, colours) ->
          unbroken(usual.render(parameter, label, colours), colours);
    }

    private static Ansi.Text[][] unbroken(Ansi.Text[][] rows, ColorScheme colours) {
      List<Ansi.Text[]> joined = new ArrayList<>();
      String before = "";
      for (Ansi.Text[] row : rows) {
        String description = row[row.length - 1].plainString();
        if (goesOn(before, description)) {
          row = joined.remove(joined.size() - 1);
          description = before + " " + description;
        }
        row[row.length - 1] = colours.text(HelpText.unbroken(description));
        joined.add(row);
        before = description;
      }
      return joined.toArray(Ansi.Text[][]::new);
    }
  }
}
