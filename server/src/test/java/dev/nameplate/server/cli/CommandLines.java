package dev.nameplate.server.cli;

import dev.nameplate.server.Main;
import dev.nameplate.server.cli.output.Terminal;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** The whole command line as picocli knows it. */
final class CommandLines {
  private CommandLines() {}

  static CommandLine whole() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return Main.commandLine()
        .commandLine(
            new Terminal(
                InputStream.nullInputStream(),
                nowhere,
                nowhere,
                Map.of(),
                false,
                Optional.empty()));
  }

  /** A command and all below it. */
  static Stream<CommandLine> all(CommandLine command) {
    return Stream.concat(
        Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandLines::all));
  }
}
