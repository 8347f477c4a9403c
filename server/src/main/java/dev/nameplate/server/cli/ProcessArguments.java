package dev.nameplate.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The arguments this process was started with, in UTF-8 whatever the locale. */
public final class ProcessArguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private ProcessArguments() {}

  /**
   * The arguments as typed. A JVM reads them in the character set of the locale, so that under
   * {@code LANG=C}, as in most containers, every Chinese character arrives as question marks; on
   * Linux the bytes can still be read.
   *
   * @param arguments the arguments of {@code main}
   */
  public static List<String> decoded(String[] arguments) {
    boolean lost =
        Arrays.stream(arguments)
            .anyMatch(argument -> argument.chars().anyMatch(c -> c == '\uFFFD' || c > 0x7E));
    if (!lost || !Files.isReadable(COMMAND_LINE)) {
      return List.of(arguments);
    }
    try {
      String[] all = Files.readString(COMMAND_LINE, StandardCharsets.UTF_8).split("\0", -1);
      int end = all.length - 1; // each argument ends in a zero byte
      return end < arguments.length
          ? List.of(arguments)
          : List.of(all).subList(end - arguments.length, end);
    } catch (IOException e) {
      return List.of(
          arguments); // not UTF-8, or not to be read: then they are what the JVM makes of them
    }
  }
}
