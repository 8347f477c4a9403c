package dev.nameplate.server.cli;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.Spelling;
import dev.nameplate.server.cli.input.InputFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of a command from a file of {@code name = value} lines, with the names of the command's
 * options. Blank lines, and lines that begin with {@code #}, are skipped. A flag is {@code true} or
 * {@code false}; an option that may be repeated may have several lines. An option on the command
 * line overrides the file.
 */
final class ConfigFile {
  private static final String OPTION = "--config";

  private final Path file;
  private final Map<String, OptionSpec> known = new TreeMap<>();
  private final Map<OptionSpec, Integer> lines = new HashMap<>();

  private ConfigFile(Path file, CommandSpec command) {
    this.file = file;
    for (OptionSpec option : command.options()) {
      if (!option.longestName().equals(OPTION) && !option.usageHelp()) {
        known.put(option.longestName().replaceFirst("^-+", ""), option);
      }
    }
  }

  /**
   * The arguments, with those of the {@code --config} file inserted behind the command's name.
   *
   * @throws InvalidInputException if the file cannot be read, or a line of it is no option of the
   *     command
   */
  static List<String> expanded(CommandLine line, List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      CommandLine command = line.getSubcommands().get(arguments.get(i));
      if (command != null) {
        List<String> own = arguments.subList(i + 1, arguments.size());
        Optional<Path> file = fileIn(own);
        if (file.isEmpty() || command.getCommandSpec().findOption(OPTION) == null) {
          return arguments;
        }
        List<String> expanded = new ArrayList<>(arguments.subList(0, i + 1));
        expanded.addAll(new ConfigFile(file.get(), command.getCommandSpec()).read(own));
        expanded.addAll(own);
        return expanded;
      }
    }
    return arguments;
  }

  private static Optional<Path> fileIn(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(OPTION + "=")) {
        return Optional.of(InputFile.path(arguments.get(i).substring(OPTION.length() + 1)));
      }
      if (arguments.get(i).equals(OPTION) && i + 1 < arguments.size()) {
        return Optional.of(InputFile.path(arguments.get(i + 1)));
      }
    }
    return Optional.empty();
  }

  private List<String> read(List<String> given) {
    List<String> added = new ArrayList<>();
    int number = 0;
    for (String line : InputFile.text(OPTION, file).lines().toList()) {
      number++;
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        String[] parts = text.split("\\s*[=:]\\s*", 2);
        OptionSpec option = option(parts[0], number);
        String argument = argument(option, parts.length > 1 ? parts[1] : "", number);
        if (!argument.isEmpty() && !isGiven(option, given)) {
          added.add(argument);
        }
      }
    }
    return added;
  }

  private OptionSpec option(String name, int line) {
    OptionSpec option = known.get(name);
    if (option == null) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          new FieldViolation(
              OPTION,
              "%s %s, line %s: %s"
                  .formatted(
                      OPTION, file, line, Spelling.unknown("option", name, name, known.keySet()))));
    }
    Integer before = lines.putIfAbsent(option, line);
    if (before != null && !option.isMultiValue()) {
      throw wrong(line, name, "this option once; line " + before + " has it already");
    }
    return option;
  }

  /** An option as an argument; empty for a flag that is not set. */
  private String argument(OptionSpec option, String value, int line) {
    if (option.arity().max() > 0) {
      return option.longestName() + "=" + value;
    }
    return switch (value) {
      case "", "true" -> option.longestName();
      case "false" -> "";
      default -> throw wrong(line, value, "true or false for " + option.longestName().substring(2));
    };
  }

  private static boolean isGiven(OptionSpec option, List<String> arguments) {
    for (String name : option.names()) {
      for (String argument : arguments) {
        if (argument.equals(name)
            || argument.startsWith(name + "=")
            || (name.length() == 2 && argument.matches(name + name.charAt(1) + "*"))) {
          return true;
        }
      }
    }
    return false;
  }

  private InvalidInputException wrong(int line, String value, String expected) {
    return InvalidInputException.of(OPTION + " " + file + ", line " + line, value, expected);
  }
}
