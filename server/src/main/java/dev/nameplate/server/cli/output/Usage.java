package dev.nameplate.server.cli.output;

import dev.nameplate.error.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Messages about errors in a command line. */
public final class Usage {
  private Usage() {}

  /** A command with others below it. */
  public interface Family {
    /** The message for a word in the place of a subcommand. */
    String unknown(String word);
  }

  /** True for a command with others below it. */
  public static boolean hasCommands(CommandLine line) {
    return line.getCommand() instanceof Family || !line.getSubcommands().isEmpty();
  }

  /** The error, with the command or option that may be meant. */
  static String of(ParameterException e) {
    String said = Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
    if (!(e instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return said;
    }
    CommandLine line = e.getCommandLine();
    String written = unmatched.getUnmatched().get(0);
    if (!written.startsWith("-") && hasCommands(line)) {
      return line.getCommand() instanceof Family family
          ? family.unknown(written)
          : Spelling.unknown(
              "command", written, written, List.copyOf(line.getSubcommands().keySet()));
    }
    return written.startsWith("-") ? unknownOption(line, written) : said;
  }

  private static String unknownOption(CommandLine line, String written) {
    String name = written.split("=", 2)[0];
    List<String> known = new ArrayList<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      known.add(option.longestName());
    }
    return "unknown option `" + name + "`" + Spelling.hint(name, known);
  }
}
