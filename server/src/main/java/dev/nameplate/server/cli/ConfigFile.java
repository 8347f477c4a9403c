package dev.nameplate.server.cli;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.PropertiesDefaultProvider;

/**
 * Options of a command out of a file of {@code name = value} lines, the names being those of its
 * options.
 */
final class ConfigFile {
  private static final String OPTION = "--config";

  private ConfigFile() {}

  /**
   * If a command that knows {@code --config} is about to run with one, takes what the file says as
   * the defaults of its options.
   *
   * @throws InvalidInputException if the file cannot be read, or names an option that the command
   *     does not have
   */
  static void apply(CommandLine line, List<String> arguments) {
    Optional<CommandSpec> command =
        arguments.stream()
            .flatMap(name -> Stream.ofNullable(line.getSubcommands().get(name)))
            .findFirst()
            .map(CommandLine::getCommandSpec)
            .filter(spec -> spec.findOption(OPTION) != null);
    Optional<Path> file = fileIn(arguments);
    if (command.isPresent() && file.isPresent()) {
      command
          .get()
          .defaultValueProvider(new PropertiesDefaultProvider(read(file.get(), command.get())));
    }
  }

  private static Optional<Path> fileIn(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(OPTION + "=")) {
        return Optional.of(Cli.path(arguments.get(i).substring(OPTION.length() + 1)));
      }
      if (arguments.get(i).equals(OPTION) && i + 1 < arguments.size()) {
        return Optional.of(Cli.path(arguments.get(i + 1)));
      }
    }
    return Optional.empty();
  }

  private static Properties read(Path file, CommandSpec command) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(InputFile.text(OPTION, file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a text is read without fail
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT,
          OPTION,
          file.toString(),
          "lines of name = value; " + e.getMessage());
    }
    TreeSet<String> known = new TreeSet<>();
    for (OptionSpec option : command.options()) {
      if (option.group() == null && !option.longestName().equals(OPTION)) {
        known.add(option.longestName().substring(2));
      }
    }
    for (String name : properties.stringPropertyNames()) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            ErrorReason.INVALID_ARGUMENT,
            OPTION + " " + file,
            name,
            "one of " + String.join(", ", known));
      }
    }
    return properties;
  }
}
