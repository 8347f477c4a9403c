package dev.nameplate.store.rocksdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Another process with the classes of this one. Its standard error joins its standard output. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static ChildJvm start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
    if (Runtime.version().feature() >= 22) { // it would print a warning otherwise
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Dslf4j.internal.verbosity=ERROR"); // no warning that there is no logger
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  long pid() {
    return process.pid();
  }

  /** Its next line. */
  String line() throws IOException {
    String line = output.readLine();
    return line == null ? "(end)" : line;
  }

  /** Lets it go on after it asked for a line, and reads what it prints until its end. */
  List<String> finish() throws IOException, InterruptedException {
    process.getOutputStream().close();
    try (Stream<String> lines = output.lines()) {
      List<String> all = lines.toList();
      process.waitFor();
      return all;
    }
  }

  /** Ends it at once, as it is, and waits until it is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  int status() {
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      output.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
