package dev.nameplate.server.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, which prints a line once it serves. */
final class ServerProcess {
  private static final long PATIENCE_SECONDS = 10;

  private final Process process;
  private final List<String> said;

  /**
   * Starts it, and waits until it serves.
   *
   * @param main what it runs
   */
  ServerProcess(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      var output =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      said = List.of(String.valueOf(output.readLine()).split(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens on the loopback address, if it says nothing else. */
  int port() {
    return Integer.parseInt(said.get(0));
  }

  /** The words of the line that it printed. */
  List<String> said() {
    return said;
  }

  /** Ends it. */
  void close() throws InterruptedException {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
